/* kpidef: stock 6797745d4a2d */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "windows" AS (
  SELECT
    "p"."period" AS "w",
    "p"."ends"
  FROM "periods" AS "p"
), "cells_abonnements_1_arrivals" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1",
    COUNT(*) AS "_rows"
  FROM (
    SELECT
      "abonnements"."debut" AS "_window",
      "abonnements"."mrr"
    FROM "abonnements" AS "abonnements"
    WHERE
      "abonnements"."debut" < CAST('2026-04-01' AS DATE)
      AND NOT "abonnements"."abonnement_id" IS NULL
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells_abonnements_1_departures" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1",
    COUNT(*) AS "_rows"
  FROM (
    SELECT
      CASE
        WHEN "abonnements"."fin" < "abonnements"."debut"
        THEN "abonnements"."debut"
        ELSE "abonnements"."fin"
      END AS "_window",
      "abonnements"."mrr"
    FROM "abonnements" AS "abonnements"
    WHERE
      "abonnements"."debut" < CAST('2026-04-01' AS DATE)
      AND "abonnements"."fin" < CAST('2026-04-01' AS DATE)
      AND NOT "abonnements"."abonnement_id" IS NULL
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells_abonnements_1" AS (
  SELECT
    "w"."w",
    "s"."m1"
  FROM (
    SELECT
      "c"."at" AS "_since",
      COALESCE(
        LEAD("c"."at") OVER (ORDER BY "c"."at" ASC NULLS FIRST),
        CAST('2026-04-01' AS DATE)
      ) AS "_until",
      SUM("c"."m1") OVER (
        ORDER BY "c"."at" ASC NULLS FIRST
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS "m1",
      SUM("c"."_rows") OVER (
        ORDER BY "c"."at" ASC NULLS FIRST
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS "_rows"
    FROM (
      SELECT
        "c"."at",
        SUM("c"."m1") AS "m1",
        CAST(SUM("c"."_rows") AS BIGINT) AS "_rows"
      FROM (
        SELECT
          "s"."w" AS "at",
          "s"."m1",
          "s"."_rows"
        FROM "cells_abonnements_1_arrivals" AS "s"
        UNION ALL
        SELECT
          "s"."w" AS "at",
          -"s"."m1" AS "m1",
          -"s"."_rows" AS "_rows"
        FROM "cells_abonnements_1_departures" AS "s"
      ) AS "c"
      GROUP BY
        "c"."at"
    ) AS "c"
  ) AS "s"
  JOIN "windows" AS "w"
    ON "s"."_since" < "w"."ends" AND "s"."_until" >= "w"."ends"
  WHERE
    "s"."_rows" > 0
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
