/* kpidef: rolling 13a9d0fdf1c2 */
WITH `periods` AS (
  SELECT
    `v`.`period`,
    `v`.`label`,
    `v`.`starts`,
    `v`.`ends`
  FROM UNNEST([
    STRUCT(
      0 AS `period`,
      '2026-02' AS `label`,
      CAST('2026-02-01' AS DATE) AS `starts`,
      CAST('2026-03-01' AS DATE) AS `ends`
    ),
    STRUCT(
      1 AS `period`,
      '2026-03' AS `label`,
      CAST('2026-03-01' AS DATE) AS `starts`,
      CAST('2026-04-01' AS DATE) AS `ends`
    )
  ]) AS `v`
), `cells_ventes_1_slices` AS (
  SELECT
    `r`.`_slice` AS `w`,
    SUM(`r`.`montant`) AS `m1`
  FROM (
    SELECT
      CASE
        WHEN `ventes`.`vendue_le` < CAST('2025-12-31 23:00:00+00:00' AS TIMESTAMP)
        THEN CASE
          WHEN `ventes`.`vendue_le` < CAST('2025-11-30 23:00:00+00:00' AS TIMESTAMP)
          THEN 0
          ELSE 1
        END
        ELSE CASE
          WHEN `ventes`.`vendue_le` < CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMP)
          THEN 2
          ELSE CASE
            WHEN `ventes`.`vendue_le` < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMP)
            THEN 3
            ELSE 4
          END
        END
      END AS `_slice`,
      `ventes`.`montant`
    FROM `ventes` AS `ventes`
    WHERE
      `ventes`.`vendue_le` >= CAST('2025-10-31 23:00:00+00:00' AS TIMESTAMP)
      AND `ventes`.`vendue_le` < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMP)
  ) AS `r`
  GROUP BY
    `r`.`_slice`
), `cells_ventes_1_windows` AS (
  SELECT
    `v`.`w`,
    `v`.`low`,
    `v`.`high`
  FROM UNNEST([
    STRUCT(0 AS `w`, 1 AS `low`, 4 AS `high`),
    STRUCT(1 AS `w`, 2 AS `low`, 5 AS `high`),
    STRUCT(2 AS `w`, 0 AS `low`, 3 AS `high`)
  ]) AS `v`
), `cells_ventes_1` AS (
  SELECT
    `w`.`w`,
    SUM(`s`.`m1`) AS `m1`
  FROM `cells_ventes_1_slices` AS `s`
  JOIN `cells_ventes_1_windows` AS `w`
    ON `s`.`w` >= `w`.`low` AND `s`.`w` < `w`.`high`
  GROUP BY
    1
), `cells_ventes_1_periods` AS (
  SELECT
    `v`.`period`,
    `v`.`w`
  FROM UNNEST([STRUCT(0 AS `period`, 2 AS `w`), STRUCT(1 AS `period`, 0 AS `w`)]) AS `v`
), `cells` AS (
  SELECT
    `f`.`period`,
    MAX(`f`.`m`) AS `m`,
    MAX(`f`.`m_previous`) AS `m_previous`
  FROM (
    SELECT
      `s`.`w` AS `period`,
      `s`.`m1` AS `m`,
      CAST(NULL AS NUMERIC) AS `m_previous`
    FROM `cells_ventes_1` AS `s`
    WHERE
      `s`.`w` < 2
    UNION ALL
    SELECT
      `p`.`period`,
      NULL,
      `s`.`m1` AS `m_previous`
    FROM `cells_ventes_1` AS `s`
    JOIN `cells_ventes_1_periods` AS `p`
      ON `p`.`w` = `s`.`w`
    UNION ALL
    SELECT
      `p`.`period`,
      NULL,
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
  CAST(COALESCE(`c`.`m`, 0) - COALESCE(`c`.`m_previous`, 0) AS FLOAT64) / NULLIF(CAST(COALESCE(`c`.`m_previous`, 0) AS FLOAT64), 0) AS `value`
FROM `cells` AS `c`
JOIN `periods` AS `p`
  ON `p`.`period` = `c`.`period`
ORDER BY
  `period_start` NULLS LAST
