-- The same by one equality join and a count of the prospects found.
WITH converted AS (
  SELECT DISTINCT prospect_id, created_on
  FROM prospects p JOIN contracts c USING (person_id)
  WHERE created_on >= DATE '2023-01-01' AND created_on < DATE '2026-01-01'
    AND started_on >= created_on AND started_on < created_on + 30),
won AS (SELECT date_trunc('month', created_on)::DATE AS m, count(*) AS won FROM converted GROUP BY 1),
created AS (
  SELECT date_trunc('month', created_on)::DATE AS m, count(*) AS created FROM prospects
  WHERE created_on >= DATE '2023-01-01' AND created_on < DATE '2026-01-01' GROUP BY 1)
SELECT m AS mois, coalesce(won, 0)::DOUBLE / created AS taux_conversion_30_jours
FROM created LEFT JOIN won USING (m) ORDER BY 1
