-- The same, folded first on the day and the columns that the conditions read.
WITH folded AS (
  SELECT opened_date, priority, channel, escalated, answered, within_sla, count(*) AS tickets, sum(handle_seconds) AS seconds
  FROM tickets GROUP BY ALL)
SELECT date_trunc('month', opened_date)::DATE AS mois,
  sum(tickets) FILTER (WHERE priority = 'low' AND channel = 'email') AS tickets_basse_email,
  sum(tickets) FILTER (WHERE priority = 'low' AND channel = 'email' AND escalated) AS escalades_basse_email,
  sum(tickets) FILTER (WHERE priority = 'low' AND channel = 'email' AND answered) AS repondus_basse_email,
  sum(tickets) FILTER (WHERE priority = 'low' AND channel = 'email' AND within_sla) AS dans_delai_basse_email,
  sum(seconds) FILTER (WHERE priority = 'low' AND channel = 'email') AS secondes_basse_email,
  sum(tickets) FILTER (WHERE priority = 'normal' AND channel = 'phone') AS tickets_normale_telephone,
  sum(tickets) FILTER (WHERE priority = 'normal' AND channel = 'phone' AND escalated) AS escalades_normale_telephone,
  sum(tickets) FILTER (WHERE priority = 'normal' AND channel = 'phone' AND answered) AS repondus_normale_telephone,
  sum(tickets) FILTER (WHERE priority = 'normal' AND channel = 'phone' AND within_sla) AS dans_delai_normale_telephone,
  sum(seconds) FILTER (WHERE priority = 'normal' AND channel = 'phone') AS secondes_normale_telephone,
  sum(tickets) FILTER (WHERE priority = 'high' AND channel = 'chat') AS tickets_haute_chat,
  sum(tickets) FILTER (WHERE priority = 'high' AND channel = 'chat' AND escalated) AS escalades_haute_chat,
  sum(tickets) FILTER (WHERE priority = 'high' AND channel = 'chat' AND answered) AS repondus_haute_chat,
  sum(tickets) FILTER (WHERE priority = 'high' AND channel = 'chat' AND within_sla) AS dans_delai_haute_chat,
  sum(seconds) FILTER (WHERE priority = 'high' AND channel = 'chat') AS secondes_haute_chat,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'email') AS tickets_urgente_email,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'email' AND escalated) AS escalades_urgente_email,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'email' AND answered) AS repondus_urgente_email,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'email' AND within_sla) AS dans_delai_urgente_email,
  sum(seconds) FILTER (WHERE priority = 'urgent' AND channel = 'email') AS secondes_urgente_email,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'phone') AS tickets_urgente_telephone,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'phone' AND escalated) AS escalades_urgente_telephone,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'phone' AND answered) AS repondus_urgente_telephone,
  sum(tickets) FILTER (WHERE priority = 'urgent' AND channel = 'phone' AND within_sla) AS dans_delai_urgente_telephone,
  sum(seconds) FILTER (WHERE priority = 'urgent' AND channel = 'phone') AS secondes_urgente_telephone
FROM folded GROUP BY 1 ORDER BY 1
