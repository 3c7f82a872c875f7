-- The 20 KPIs by month as a person would write them: one scan a fact.
WITH o AS (
  SELECT date_trunc('month', order_date)::DATE AS m,
    count(*) AS order_count, sum(amount) AS revenue, count(DISTINCT customer_id) AS buyers,
    sum(amount) FILTER (WHERE status = 'completed') AS completed_revenue,
    count(*) FILTER (WHERE status = 'cancelled') AS cancelled, sum(quantity) AS items
  FROM orders GROUP BY 1),
t AS (
  SELECT date_trunc('month', opened_date)::DATE AS m, count(*) AS ticket_count, sum(handle_seconds) AS handle_sum,
    count(*) FILTER (WHERE escalated) AS escalated,
    count(*) FILTER (WHERE nps_score >= 9) AS promoters, count(*) FILTER (WHERE nps_score <= 6) AS detractors,
    count(nps_score) AS answers
  FROM tickets GROUP BY 1),
l AS (
  SELECT date_trunc('month', created_date)::DATE AS m, count(*) AS lead_count,
    count(*) FILTER (WHERE converted) AS converted
  FROM leads GROUP BY 1),
k AS (SELECT date_trunc('month', cost_date)::DATE AS m, sum(amount) AS cost FROM campaign_costs GROUP BY 1),
n AS (SELECT date_trunc('month', signup_date)::DATE AS m, count(*) AS new_customers FROM customers GROUP BY 1),
c AS (
  SELECT date_trunc('month', churn_date)::DATE AS m, count(*) AS churned
  FROM customers WHERE churn_date IS NOT NULL GROUP BY 1),
s AS (SELECT DISTINCT date_trunc('month', date_day)::DATE AS m FROM dates)
SELECT s.m AS mois,
  order_count AS commandes_passees,
  revenue AS chiffre_affaires,
  buyers AS acheteurs,
  completed_revenue AS chiffre_affaires_realise,
  revenue::DOUBLE / nullif(order_count, 0) AS panier_moyen,
  cancelled::DOUBLE / nullif(order_count, 0) AS taux_annulation,
  items::DOUBLE / nullif(order_count, 0) AS articles_par_commande,
  ticket_count AS tickets_ouverts,
  handle_sum::DOUBLE / nullif(ticket_count, 0) AS duree_moyenne_traitement,
  escalated::DOUBLE / nullif(ticket_count, 0) AS taux_escalade,
  100.0 * (promoters - detractors) / nullif(answers, 0) AS nps,
  converted::DOUBLE / nullif(lead_count, 0) AS taux_conversion_leads,
  cost AS cout_campagnes,
  new_customers AS nouveaux_clients,
  churned AS clients_partis,
  cost::DOUBLE / nullif(lead_count, 0) AS cout_par_lead,
  cost::DOUBLE / nullif(new_customers, 0) AS cout_acquisition_client,
  ticket_count::DOUBLE / nullif(order_count, 0) AS tickets_par_commande,
  sum(revenue) OVER (PARTITION BY year(s.m) ORDER BY s.m ROWS UNBOUNDED PRECEDING) AS chiffre_affaires_cumule,
  100.0 * (revenue - lag(revenue) OVER (ORDER BY s.m)) / nullif(lag(revenue) OVER (ORDER BY s.m), 0)
    AS croissance_chiffre_affaires
FROM s LEFT JOIN o USING (m) LEFT JOIN t USING (m) LEFT JOIN l USING (m) LEFT JOIN k USING (m)
  LEFT JOIN n USING (m) LEFT JOIN c USING (m)
ORDER BY s.m
