-- Prospects of the month of whom the person signs a contract within thirty days.
SELECT date_trunc('month', created_on)::DATE AS mois,
  count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM contracts c WHERE c.person_id = p.person_id
      AND c.started_on >= p.created_on AND c.started_on < p.created_on + INTERVAL 30 DAY))::DOUBLE
    / count(*) AS taux_conversion_30_jours
FROM prospects p
WHERE created_on >= DATE '2023-01-01' AND created_on < DATE '2026-01-01'
GROUP BY 1 ORDER BY 1
