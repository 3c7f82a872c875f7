-- Revenue since the first of January.
WITH monthly AS (
  SELECT date_trunc('month', order_date)::DATE AS m, sum(amount) AS revenue FROM orders GROUP BY 1)
SELECT m AS mois, sum(revenue) OVER (PARTITION BY year(m) ORDER BY m) AS chiffre_affaires_cumule
FROM monthly ORDER BY 1
