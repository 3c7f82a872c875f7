-- Distinct buyers of the twelve months that end with each month.
WITH months AS (SELECT DISTINCT date_trunc('month', date_day)::DATE AS m FROM dates)
SELECT m AS mois, count(DISTINCT customer_id) AS acheteurs_12_mois
FROM months JOIN orders ON order_date >= m - INTERVAL 11 MONTH AND order_date < m + INTERVAL 1 MONTH
GROUP BY 1 ORDER BY 1
