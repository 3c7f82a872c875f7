-- The same from one line a buyer and month.
WITH months AS (SELECT DISTINCT date_trunc('month', date_day)::DATE AS m FROM dates),
seen AS (SELECT DISTINCT date_trunc('month', order_date)::DATE AS bought, customer_id FROM orders)
SELECT m AS mois, count(DISTINCT customer_id) AS acheteurs_12_mois
FROM months JOIN seen ON bought > m - INTERVAL 12 MONTH AND bought <= m
GROUP BY 1 ORDER BY 1
