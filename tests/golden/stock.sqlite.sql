/* kpidef: stock 6797745d4a2d */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    "v"."starts",
    "v"."ends"
  FROM (
    SELECT
      column1 AS "period",
      column2 AS "label",
      column3 AS "starts",
      column4 AS "ends"
    FROM (VALUES
      (0, '2026-02', '2026-02-01', '2026-03-01'),
      (1, '2026-03', '2026-03-01', '2026-04-01'))
  ) AS "v"
), "windows" AS (
  SELECT
    "p"."period" AS "w",
    "p"."ends"
  FROM "periods" AS "p"
), "cells_abonnements_1" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1"
  FROM (
    SELECT
      "w"."w" AS "_window",
      "abonnements"."mrr"
    FROM "abonnements" AS "abonnements"
    JOIN "windows" AS "w"
      ON "abonnements"."debut" < "w"."ends"
      AND (
        "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."ends"
      )
    WHERE
      NOT "abonnements"."abonnement_id" IS NULL
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
    FROM "cells_abonnements_1" AS "s"
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
  CAST(COALESCE("c"."measure", 0) AS REAL) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start" NULLS LAST
