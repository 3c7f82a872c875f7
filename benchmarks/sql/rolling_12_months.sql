-- Revenue of the twelve months that end with each month.
WITH monthly AS (
  SELECT date_trunc('month', order_date)::DATE AS m, sum(amount) AS revenue FROM orders GROUP BY 1)
SELECT m AS mois, sum(revenue) OVER (ORDER BY m ROWS BETWEEN 11 PRECEDING AND CURRENT ROW) AS chiffre_affaires_12_mois
FROM monthly ORDER BY 1
