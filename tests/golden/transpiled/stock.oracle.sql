/* kpidef: stock 6797745d4a2d */
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
), "windows" AS (
  SELECT
    "v"."w",
    "v"."ends"
  FROM (
    SELECT
      0 AS "w",
      TO_DATE('2026-03-01', 'YYYY-MM-DD') AS "ends"
    FROM DUAL
    UNION ALL
    SELECT
      1,
      TO_DATE('2026-04-01', 'YYYY-MM-DD')
    FROM DUAL
  ) "v"
), "cells_abonnements_1" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1"
  FROM (
    SELECT
      "w"."w" AS "_window",
      "abonnements"."mrr"
    FROM "abonnements" "abonnements"
    JOIN "windows" "w"
      ON "abonnements"."debut" < "w"."ends"
      AND (
        "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."ends"
      )
    WHERE
      NOT "abonnements"."abonnement_id" IS NULL
  ) "r"
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
    FROM "cells_abonnements_1" "s"
    UNION ALL
    SELECT
      "p"."period",
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
  CAST(COALESCE("c"."measure", 0) AS BINARY_DOUBLE) AS "value"
FROM "cells" "c"
JOIN "periods" "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
