/* kpidef: cohort 7af9fab0f775 */
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
), `cells_members1_ventes_1` AS (
  SELECT
    `r`.`_window` AS `w`,
    `r`.`client_id` AS `e1`,
    COUNT(*) AS `m1`
  FROM (
    SELECT
      CASE
        WHEN `ventes`.`vendue_le` < CAST('2026-01-31 23:00:00' AS DATETIME(6))
        THEN 0
        ELSE 1
      END AS `_window`,
      CAST(`ventes`.`client_id` AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_nopad_bin AS `client_id`
    FROM `ventes` AS `ventes`
    WHERE
      `ventes`.`vendue_le` >= CAST('2025-12-31 23:00:00' AS DATETIME(6))
      AND `ventes`.`vendue_le` < CAST('2026-02-28 23:00:00' AS DATETIME(6))
      AND NOT `ventes`.`client_id` IS NULL
  ) AS `r`
  GROUP BY
    `r`.`_window`,
    `r`.`client_id`
), `cells_members1` AS (
  SELECT
    `s`.`w` AS `period`,
    `s`.`e1`,
    `s`.`m1` AS `kept1`
  FROM `cells_members1_ventes_1` AS `s`
), `cells_ventes_1` AS (
  SELECT
    `r`.`_window` AS `w`,
    COUNT(DISTINCT `r`.`client_id`) AS `m1`
  FROM (
    SELECT
      CASE
        WHEN `ventes`.`vendue_le` < CAST('2026-02-28 23:00:00' AS DATETIME(6))
        THEN 0
        ELSE 1
      END AS `_window`,
      CAST(`ventes`.`client_id` AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_nopad_bin AS `client_id`
    FROM `ventes` AS `ventes`
    WHERE
      `ventes`.`vendue_le` >= CAST('2026-01-31 23:00:00' AS DATETIME(6))
      AND `ventes`.`vendue_le` < CAST('2026-03-31 22:00:00' AS DATETIME(6))
  ) AS `r`
  JOIN `cells_members1` AS `m`
    ON `m`.`period` = `r`.`_window` AND `m`.`e1` = `r`.`client_id` AND `m`.`kept1` > 0
  GROUP BY
    `r`.`_window`
), `cells_ventes_2` AS (
  SELECT
    `r`.`_window` AS `w`,
    COUNT(DISTINCT `r`.`client_id`) AS `m1`
  FROM (
    SELECT
      CASE
        WHEN `ventes`.`vendue_le` < CAST('2026-01-31 23:00:00' AS DATETIME(6))
        THEN 0
        ELSE CASE
          WHEN `ventes`.`vendue_le` < CAST('2026-02-28 23:00:00' AS DATETIME(6))
          THEN 1
          ELSE 2
        END
      END AS `_window`,
      CAST(`ventes`.`client_id` AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_nopad_bin AS `client_id`
    FROM `ventes` AS `ventes`
    WHERE
      `ventes`.`vendue_le` >= CAST('2025-12-31 23:00:00' AS DATETIME(6))
      AND `ventes`.`vendue_le` < CAST('2026-03-31 22:00:00' AS DATETIME(6))
  ) AS `r`
  GROUP BY
    `r`.`_window`
), `cells_ventes_2_periods` AS (
  SELECT
    `v`.`period`,
    `v`.`w`
  FROM (
    SELECT
      0 AS `period`,
      1 AS `w`
    UNION ALL
    SELECT
      1,
      2
  ) AS `v`
), `cells` AS (
  SELECT
    `f`.`period`,
    MAX(`f`.`revenus`) AS `revenus`,
    MAX(`f`.`acheteurs_previous`) AS `acheteurs_previous`,
    MAX(`f`.`acheteurs`) AS `acheteurs`
  FROM (
    SELECT
      `s`.`w` AS `period`,
      `s`.`m1` AS `revenus`,
      NULL AS `acheteurs_previous`,
      NULL AS `acheteurs`
    FROM `cells_ventes_1` AS `s`
    UNION ALL
    SELECT
      `s`.`w` AS `period`,
      NULL,
      `s`.`m1` AS `acheteurs_previous`,
      NULL
    FROM `cells_ventes_2` AS `s`
    WHERE
      `s`.`w` < 2
    UNION ALL
    SELECT
      `p`.`period`,
      NULL,
      NULL,
      `s`.`m1` AS `acheteurs`
    FROM `cells_ventes_2` AS `s`
    JOIN `cells_ventes_2_periods` AS `p`
      ON `p`.`w` = `s`.`w`
    UNION ALL
    SELECT
      `p`.`period`,
      NULL,
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
  CAST(COALESCE(`c`.`revenus`, 0) AS DOUBLE) / NULLIF(CAST(COALESCE(`c`.`acheteurs_previous`, 0) AS DOUBLE), 0) AS `value`
FROM `cells` AS `c`
JOIN `periods` AS `p`
  ON `p`.`period` = `c`.`period`
ORDER BY
  CASE WHEN `p`.`starts` IS NULL THEN 1 ELSE 0 END, `p`.`starts`
