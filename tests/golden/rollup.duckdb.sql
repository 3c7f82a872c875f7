/* kpidef: rollup f7a9a8cf2186 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "ventes_premiere_le" AS (
  SELECT
    "ventes"."client_id" AS "k1",
    MIN("ventes"."vendue_le") AS "value"
  FROM "ventes" AS "ventes"
  WHERE
    NOT "ventes"."client_id" IS NULL
  GROUP BY
    "ventes"."client_id"
), "cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    COUNT(*) AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN 0
        ELSE 1
      END AS "_window"
    FROM "ventes" AS "ventes"
    LEFT JOIN "ventes_premiere_le" AS "premiere_le"
      ON "ventes"."client_id" = "premiere_le"."k1"
    WHERE
      "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" > "premiere_le"."value"
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."measure") AS "measure"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "measure"
    FROM "cells_ventes_1" AS "s"
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
