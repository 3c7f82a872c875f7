/* kpidef: ratio 18df20b0fbf6 */
WITH "periods" AS (
  SELECT
    "v"."period" AS "period",
    "v"."label" AS "label",
    "v"."starts" AS "starts",
    "v"."ends" AS "ends"
  FROM (
    SELECT
      0 AS "period",
      '2026-02' AS "label",
      CAST('2026-02-01' AS Nullable(Date32)) AS "starts",
      CAST('2026-03-01' AS Nullable(Date32)) AS "ends"
    UNION ALL
    SELECT
      1,
      '2026-03',
      CAST('2026-03-01' AS Nullable(Date32)),
      CAST('2026-04-01' AS Nullable(Date32))
  ) AS "v"
), "cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    CAST(COUNT(*) FILTER(WHERE
      "r"."montant" > 10) AS Nullable(Int64)) AS "m1",
    CAST(COUNT(*) AS Nullable(Int64)) AS "m2"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."montant" AS "montant"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00' AS Nullable(DateTime64(6, 'UTC')))
      AND "ventes"."canal" IN ('a', 'b')
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells" AS (
  SELECT
    "f"."period" AS "period",
    MAX("f"."numerator") AS "numerator",
    MAX("f"."denominator") AS "denominator"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "numerator",
      "s"."m2" AS "denominator"
    FROM "cells_ventes_1" AS "s"
    UNION ALL
    SELECT
      "p"."period" AS "period",
      NULL,
      NULL
    FROM "periods" AS "p"
  ) AS "f"
  GROUP BY
    "f"."period"
)
SELECT
  "p"."label" AS "period",
  "p"."starts" AS "period_start",
  "p"."ends" AS "period_end",
  CAST(COALESCE("c"."numerator", 0) AS Nullable(Float64)) / nullIf(CAST(COALESCE("c"."denominator", 0) AS Nullable(Float64)), 0) AS "value",
  CAST(COALESCE("c"."numerator", 0) AS Nullable(Float64)) AS "numerator",
  CAST(COALESCE("c"."denominator", 0) AS Nullable(Float64)) AS "denominator"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
