/* kpidef: leavers bcfe15bdc603 */
WITH `periods` AS (
  SELECT
    `v`.`period`,
    `v`.`label`,
    `v`.`starts`,
    `v`.`ends`
  FROM UNNEST([
    STRUCT(
      0 AS `period`,
      '2026-01' AS `label`,
      CAST('2026-01-01' AS DATE) AS `starts`,
      CAST('2026-02-01' AS DATE) AS `ends`
    ),
    STRUCT(
      1 AS `period`,
      '2026-02' AS `label`,
      CAST('2026-02-01' AS DATE) AS `starts`,
      CAST('2026-03-01' AS DATE) AS `ends`
    ),
    STRUCT(
      2 AS `period`,
      '2026-03' AS `label`,
      CAST('2026-03-01' AS DATE) AS `starts`,
      CAST('2026-04-01' AS DATE) AS `ends`
    ),
    STRUCT(
      3 AS `period`,
      '2026-04' AS `label`,
      CAST('2026-04-01' AS DATE) AS `starts`,
      CAST('2026-05-01' AS DATE) AS `ends`
    )
  ]) AS `v`
), `windows` AS (
  SELECT
    `p`.`period` AS `w`,
    `p`.`starts`,
    `p`.`ends`
  FROM `periods` AS `p`
), `cells_abonnements_1_day_windows` AS (
  SELECT
    `s`.`day`,
    `w`.`w`,
    `w`.`starts`,
    `w`.`ends`
  FROM (
    SELECT DISTINCT
      `abonnements`.`fin` AS `day`
    FROM `abonnements` AS `abonnements`
    WHERE
      `abonnements`.`fin` >= CAST('2026-01-01' AS DATE)
      AND `abonnements`.`fin` < CAST('2026-05-01' AS DATE)
  ) AS `s`
  JOIN `windows` AS `w`
    ON `s`.`day` >= `w`.`starts` AND `s`.`day` < `w`.`ends`
), `cells_abonnements_1_others` AS (
  SELECT
    `abonnements`.`debut` AS `_from`,
    `abonnements`.`fin` AS `_to`,
    `abonnements`.`client_id`
  FROM `abonnements` AS `abonnements`
  WHERE
    NOT `abonnements`.`debut` IS NULL AND NOT `abonnements`.`client_id` IS NULL
), `cells_abonnements_1` AS (
  SELECT
    `r`.`_window` AS `w`,
    SUM(`r`.`mrr`) AS `m1`
  FROM (
    SELECT
      `w`.`w` AS `_window`,
      `w`.`ends` AS `_edge`,
      `abonnements`.`mrr`,
      `abonnements`.`client_id`
    FROM `abonnements` AS `abonnements`
    JOIN `cells_abonnements_1_day_windows` AS `w`
      ON `abonnements`.`fin` = `w`.`day` AND `abonnements`.`debut` < `w`.`starts`
    WHERE
      NOT `abonnements`.`client_id` IS NULL
  ) AS `r`
  LEFT JOIN `cells_abonnements_1_others` AS `o`
    ON `o`.`client_id` = `r`.`client_id`
    AND `o`.`_from` < `r`.`_edge`
    AND (
      `o`.`_to` IS NULL OR `o`.`_to` >= `r`.`_edge`
    )
  WHERE
    `o`.`client_id` IS NULL
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
  CAST(COALESCE(`c`.`measure`, 0) AS FLOAT64) AS `value`
FROM `cells` AS `c`
JOIN `periods` AS `p`
  ON `p`.`period` = `c`.`period`
ORDER BY
  `period_start` NULLS LAST
