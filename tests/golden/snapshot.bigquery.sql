/* kpidef: snapshot a4d0e436b04e */
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
), `windows` AS (
  SELECT
    `v`.`w`,
    `v`.`ends`,
    `v`.`stale_ends`
  FROM UNNEST([
    STRUCT(
      0 AS `w`,
      CAST('2026-03-01' AS DATE) AS `ends`,
      CAST('2026-01-20' AS DATE) AS `stale_ends`
    ),
    STRUCT(
      1 AS `w`,
      CAST('2026-04-01' AS DATE) AS `ends`,
      CAST('2026-02-20' AS DATE) AS `stale_ends`
    )
  ]) AS `v`
), `cells_photos_1` AS (
  SELECT
    `r`.`_window` AS `w`,
    SUM(`r`.`valeur`) AS `m1`
  FROM (
    SELECT
      `r`.*,
      MAX(`r`.`_closes`) OVER (PARTITION BY `r`.`_window`, `r`.`client_id`) AS `_last`
    FROM (
      SELECT
        `w`.`w` AS `_window`,
        `photos`.`photo_le` AS `_closes`,
        `photos`.`valeur`,
        `photos`.`client_id`
      FROM `photos` AS `photos`
      JOIN `windows` AS `w`
        ON `photos`.`photo_le` < `w`.`ends` AND `photos`.`photo_le` >= `w`.`stale_ends`
      WHERE
        NOT `photos`.`client_id` IS NULL
    ) AS `r`
  ) AS `r`
  WHERE
    `r`.`_closes` = `r`.`_last`
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
    FROM `cells_photos_1` AS `s`
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
