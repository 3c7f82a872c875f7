-- Customers with a contract at the month's start and none at its end: contracts that touch are one stay, then a running sum.
WITH ordered AS (
  SELECT client_id, started_on, coalesce(ended_on, DATE '9999-01-01') AS ended_on,
    max(coalesce(ended_on, DATE '9999-01-01'))
      OVER (PARTITION BY client_id ORDER BY started_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM contracts),
numbered AS (
  SELECT *, count(*) FILTER (WHERE before IS NULL OR started_on > before)
    OVER (PARTITION BY client_id ORDER BY started_on ROWS UNBOUNDED PRECEDING) AS stay
  FROM ordered),
stays AS (
  SELECT client_id, min(started_on) AS started_on, max(ended_on) AS ended_on
  FROM numbered GROUP BY client_id, stay),
begun AS (SELECT date_trunc('month', started_on)::DATE AS m, count(*) AS begun FROM stays GROUP BY 1),
ended AS (
  SELECT date_trunc('month', s.ended_on)::DATE AS m, count(*) AS ended,
    count(*) FILTER (WHERE s.started_on < date_trunc('month', s.ended_on) AND NOT EXISTS (
      SELECT 1 FROM stays n WHERE n.client_id = s.client_id AND n.started_on > s.ended_on
        AND n.started_on < date_trunc('month', s.ended_on) + INTERVAL 1 MONTH
        AND n.ended_on >= date_trunc('month', s.ended_on) + INTERVAL 1 MONTH)) AS lost
  FROM stays s WHERE s.ended_on < DATE '9999-01-01' GROUP BY 1),
running AS (
  SELECT m, coalesce(lost, 0) AS lost,
    sum(coalesce(begun, 0) - coalesce(ended, 0)) OVER (ORDER BY m ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open
  FROM begun FULL JOIN ended USING (m))
SELECT m AS mois, lost::DOUBLE / nullif(open, 0) AS taux_attrition_clients
FROM running WHERE m BETWEEN DATE '2023-01-01' AND DATE '2025-12-01' ORDER BY m
