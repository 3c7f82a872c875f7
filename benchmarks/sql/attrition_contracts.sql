-- Contracts open at the month's start and closed at its end, over those open at its start: a running sum of what begins and ends.
WITH begun AS (
  SELECT date_trunc('month', started_on)::DATE AS m, count(*) AS begun FROM contracts GROUP BY 1),
ended AS (
  SELECT date_trunc('month', ended_on)::DATE AS m, count(*) AS ended,
    count(*) FILTER (WHERE started_on < date_trunc('month', ended_on)) AS lost
  FROM contracts WHERE ended_on IS NOT NULL GROUP BY 1),
running AS (
  SELECT m, coalesce(lost, 0) AS lost,
    sum(coalesce(begun, 0) - coalesce(ended, 0)) OVER (ORDER BY m ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open
  FROM begun FULL JOIN ended USING (m))
SELECT m AS mois, lost::DOUBLE / nullif(open, 0) AS taux_attrition_contrats
FROM running WHERE m BETWEEN DATE '2023-01-01' AND DATE '2025-12-01' ORDER BY m
