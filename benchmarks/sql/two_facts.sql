-- Revenue and tickets by the customer's region: each fact folded alone, then the two side by side.
WITH o AS (
  SELECT region, sum(amount) AS revenue FROM orders LEFT JOIN customers USING (customer_id) GROUP BY 1),
t AS (
  SELECT region, count(*) AS tickets FROM tickets LEFT JOIN customers USING (customer_id) GROUP BY 1)
SELECT coalesce(o.region, t.region) AS region, revenue AS chiffre_affaires, tickets AS tickets_ouverts
FROM o FULL JOIN t ON o.region IS NOT DISTINCT FROM t.region
ORDER BY 1
