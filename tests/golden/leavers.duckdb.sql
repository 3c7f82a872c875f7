/* kpidef: leavers bcfe15bdc603 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-01', '2026-01-01', '2026-02-01'),
    (1, '2026-02', '2026-02-01', '2026-03-01'),
    (2, '2026-03', '2026-03-01', '2026-04-01'),
    (3, '2026-04', '2026-04-01', '2026-05-01')) AS "v"("period", "label", "starts", "ends")
), "windows" AS (
  SELECT
    "p"."period" AS "w",
    "p"."starts",
    "p"."ends"
  FROM "periods" AS "p"
), "cells_abonnements_1_others" AS (
  SELECT
    "abonnements"."debut" AS "_from",
    "abonnements"."fin" AS "_to",
    "abonnements"."client_id"
  FROM "abonnements" AS "abonnements"
  WHERE
    NOT "abonnements"."debut" IS NULL AND NOT "abonnements"."client_id" IS NULL
), "cells_abonnements_1" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1"
  FROM (
    SELECT
      "w"."w" AS "_window",
      "w"."ends" AS "_edge",
      "abonnements"."mrr",
      "abonnements"."client_id"
    FROM "abonnements" AS "abonnements"
    JOIN "windows" AS "w"
      ON 12 * YEAR("abonnements"."fin") + MONTH("abonnements"."fin") - 24313 = "w"."w"
      AND "abonnements"."fin" >= CAST('2026-01-01' AS DATE)
      AND "abonnements"."fin" < CAST('2026-05-01' AS DATE)
      AND "abonnements"."debut" < "w"."starts"
    WHERE
      NOT "abonnements"."client_id" IS NULL
  ) AS "r"
  LEFT JOIN "cells_abonnements_1_others" AS "o"
    ON "o"."client_id" = "r"."client_id"
    AND "o"."_from" < "r"."_edge"
    AND (
      "o"."_to" IS NULL OR "o"."_to" >= "r"."_edge"
    )
  WHERE
    "o"."client_id" IS NULL
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
  CAST(COALESCE("c"."measure", 0) AS DOUBLE) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
