-- Twenty KPIs of the tickets by month: one scan.
SELECT date_trunc('month', opened_date)::DATE AS mois,
  count(*) AS tickets_ouverts,
  count(*) FILTER (WHERE escalated) AS tickets_escalades,
  count(*) FILTER (WHERE first_contact) AS tickets_premier_contact,
  count(*) FILTER (WHERE answered) AS tickets_repondus,
  count(*) FILTER (WHERE within_sla) AS tickets_dans_delai,
  sum(handle_seconds) AS secondes_traitement,
  sum(handle_seconds)::DOUBLE / count(*) AS duree_moyenne_traitement,
  count(*) FILTER (WHERE priority = 'urgent' AND channel = 'email') AS tickets_urgente_email,
  max(handle_seconds) AS duree_max,
  count(DISTINCT customer_id) AS clients_a_ticket,
  count(*) FILTER (WHERE nps_score >= 9) AS promoteurs,
  count(*) FILTER (WHERE nps_score <= 6) AS detracteurs,
  count(nps_score) AS reponses_nps,
  count(*) FILTER (WHERE priority = 'urgent') AS tickets_urgents,
  count(*) FILTER (WHERE channel = 'phone') AS tickets_telephone,
  count(*) FILTER (WHERE escalated)::DOUBLE / count(*) AS taux_escalade,
  count(*) FILTER (WHERE first_contact)::DOUBLE / count(*) AS taux_premier_contact,
  count(*) FILTER (WHERE within_sla)::DOUBLE / count(*) AS taux_dans_delai,
  count(*) FILTER (WHERE escalated AND priority = 'urgent')::DOUBLE
    / nullif(count(*) FILTER (WHERE priority = 'urgent'), 0) AS taux_escalade_urgents,
  100.0 * (count(*) FILTER (WHERE nps_score >= 9) - count(*) FILTER (WHERE nps_score <= 6))
    / nullif(count(nps_score), 0) AS nps
FROM tickets GROUP BY 1 ORDER BY 1
