-- The same, each fact folded by customer before the join.
WITH o AS (SELECT customer_id, sum(amount) AS revenue FROM orders GROUP BY 1),
t AS (SELECT customer_id, count(*) AS tickets FROM tickets GROUP BY 1),
b AS (
  SELECT region, sum(revenue) AS revenue, 0 AS tickets FROM o LEFT JOIN customers USING (customer_id) GROUP BY 1
  UNION ALL
  SELECT region, 0, sum(tickets) FROM t LEFT JOIN customers USING (customer_id) GROUP BY 1)
SELECT region, sum(revenue) AS chiffre_affaires, sum(tickets) AS tickets_ouverts FROM b GROUP BY 1 ORDER BY 1
