/* kpidef: stock 6797745d4a2d */
WITH `periods` AS (
  SELECT
    `v`.`period`,
    `v`.`label`,
    `v`.`starts`,
    `v`.`ends`
  FROM (
    SELECT
      0 AS `period`,
      '2026-02' AS `label`,
      CAST('2026-02-01' AS DATE) AS `starts`,
      CAST('2026-03-01' AS DATE) AS `ends`
    UNION ALL
    SELECT
      1,
      '2026-03',
      CAST('2026-03-01' AS DATE),
      CAST('2026-04-01' AS DATE)
  ) AS `v`
), `windows` AS (
  SELECT
    `v`.`w`,
    `v`.`ends`
  FROM (
    SELECT
      0 AS `w`,
      CAST('2026-03-01' AS DATE) AS `ends`
    UNION ALL
    SELECT
      1,
      CAST('2026-04-01' AS DATE)
  ) AS `v`
), `cells_abonnements_1` AS (
  SELECT
    `r`.`_window` AS `w`,
    SUM(`r`.`mrr`) AS `m1`
  FROM (
    SELECT
      `w`.`w` AS `_window`,
      `abonnements`.`mrr`
    FROM `abonnements` AS `abonnements`
    JOIN `windows` AS `w`
      ON `abonnements`.`debut` < `w`.`ends`
      AND (
        `abonnements`.`fin` IS NULL OR `abonnements`.`fin` >= `w`.`ends`
      )
    WHERE
      NOT `abonnements`.`abonnement_id` IS NULL
  ) AS `r`
  GROUP BY
    `r`.`_window`
), `cells` AS (
  SELECT
    `f`.`period`,
    MAX(`f`.`measure`) AS `measure`
  FROM (
    SELECT
      `s`.`w` AS `period`,
      `s`.`m1` AS `measure`
    FROM `cells_abonnements_1` AS `s`
    UNION ALL
    SELECT
      `p`.`period`,
      NULL
    FROM `periods` AS `p`
  ) AS `f`
  GROUP BY
    `f`.`period`
)
SELECT
  `p`.`label` AS `period`,
  `p`.`starts` AS `period_start`,
  `p`.`ends` AS `period_end`,
  CAST(COALESCE(`c`.`measure`, 0) AS DOUBLE) AS `value`
FROM `cells` AS `c`
JOIN `periods` AS `p`
  ON `p`.`period` = `c`.`period`
ORDER BY
  CASE WHEN `p`.`starts` IS NULL THEN 1 ELSE 0 END, `p`.`starts`
