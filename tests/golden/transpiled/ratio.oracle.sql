/* kpidef: ratio 18df20b0fbf6 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    "v"."starts",
    "v"."ends"
  FROM (
    SELECT
      0 AS "period",
      '2026-02' AS "label",
      TO_DATE('2026-02-01', 'YYYY-MM-DD') AS "starts",
      TO_DATE('2026-03-01', 'YYYY-MM-DD') AS "ends"
    FROM DUAL
    UNION ALL
    SELECT
      1,
      '2026-03',
      TO_DATE('2026-03-01', 'YYYY-MM-DD'),
      TO_DATE('2026-04-01', 'YYYY-MM-DD')
    FROM DUAL
  ) "v"
), "cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    COUNT(CASE WHEN "r"."montant" > 10 THEN 1 END) AS "m1",
    COUNT(*) AS "m2"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < TO_TIMESTAMP_TZ('2026-02-28 23:00:00+00:00', 'YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM')
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."montant"
    FROM "ventes" "ventes"
    WHERE
      "ventes"."vendue_le" >= TO_TIMESTAMP_TZ('2026-01-31 23:00:00+00:00', 'YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM')
      AND "ventes"."vendue_le" < TO_TIMESTAMP_TZ('2026-03-31 22:00:00+00:00', 'YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM')
      AND "ventes"."canal" IN ('a', 'b')
  ) "r"
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
    FROM "cells_ventes_1" "s"
    UNION ALL
    SELECT
      "p"."period",
      NULL,
      NULL
    FROM "periods" "p"
  ) "f"
  GROUP BY
    "f"."period"
)
SELECT
  "p"."label" AS "period",
  "p"."starts" AS "period_start",
  "p"."ends" AS "period_end",
  CAST(COALESCE("c"."numerator", 0) AS BINARY_DOUBLE) / NULLIF(CAST(COALESCE("c"."denominator", 0) AS BINARY_DOUBLE), 0) AS "value",
  CAST(COALESCE("c"."numerator", 0) AS BINARY_DOUBLE) AS "numerator",
  CAST(COALESCE("c"."denominator", 0) AS BINARY_DOUBLE) AS "denominator"
FROM "cells" "c"
JOIN "periods" "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
