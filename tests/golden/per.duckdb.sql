/* kpidef: per da0fca021e6e */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "cells_fold1_cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    "r"."client_id" AS "e1",
    COUNT(*) AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
      AND NOT "ventes"."client_id" IS NULL
  ) AS "r"
  GROUP BY
    "r"."_window",
    "r"."client_id"
), "cells_fold1_cells" AS (
  SELECT
    "s"."w" AS "period",
    "s"."e1",
    "s"."m1" AS "a1",
    "s"."m1" AS "kept_a1"
  FROM "cells_fold1_cells_ventes_1" AS "s"
), "cells_fold1" AS (
  SELECT
    "c"."period" AS "w",
    CAST(COUNT_IF(COALESCE("c"."a1", 0) >= 2) AS BIGINT) AS "m1"
  FROM "cells_fold1_cells" AS "c"
  WHERE
    "c"."kept_a1" > 0
  GROUP BY
    "c"."period"
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."measure") AS "measure"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "measure"
    FROM "cells_fold1" AS "s"
    UNION ALL
    SELECT
      "p"."period",
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
  CAST(COALESCE("c"."measure", 0) AS DOUBLE) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
