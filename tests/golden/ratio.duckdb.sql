/* kpidef: ratio 18df20b0fbf6 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    CAST(COUNT_IF("r"."montant" > 10) AS BIGINT) AS "m1",
    COUNT(*) AS "m2"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."montant"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."canal" IN ('a', 'b')
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells" AS (
  SELECT
    "f"."period",
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
      "p"."period",
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
  CAST(COALESCE("c"."numerator", 0) AS DOUBLE) / NULLIF(CAST(COALESCE("c"."denominator", 0) AS DOUBLE), 0) AS "value",
  CAST(COALESCE("c"."numerator", 0) AS DOUBLE) AS "numerator",
  CAST(COALESCE("c"."denominator", 0) AS DOUBLE) AS "denominator"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
