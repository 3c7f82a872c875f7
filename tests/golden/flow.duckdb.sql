/* kpidef: flow e1fc03040ba3 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "abonnements_present" AS (
  SELECT
    "e"."bits",
    COUNT(*) AS "entities"
  FROM (
    SELECT
      BIT_OR("r"."bits") AS "bits"
    FROM (
      SELECT
        "abonnements"."client_id" AS "entity",
        CASE
          WHEN "abonnements"."fin" IS NULL
          THEN 8
          ELSE CASE
            WHEN "abonnements"."fin" < CAST('2026-03-01' AS DATE)
            THEN CASE WHEN "abonnements"."fin" < CAST('2026-02-01' AS DATE) THEN 1 ELSE 2 END
            ELSE CASE WHEN "abonnements"."fin" < CAST('2026-04-01' AS DATE) THEN 4 ELSE 8 END
          END
        END - CASE
          WHEN "abonnements"."debut" < CAST('2026-03-01' AS DATE)
          THEN CASE WHEN "abonnements"."debut" < CAST('2026-02-01' AS DATE) THEN 1 ELSE 2 END
          ELSE CASE WHEN "abonnements"."debut" < CAST('2026-04-01' AS DATE) THEN 4 ELSE 8 END
        END AS "bits"
      FROM "abonnements" AS "abonnements"
      WHERE
        "abonnements"."debut" < CAST('2026-04-01' AS DATE)
        AND (
          "abonnements"."fin" IS NULL
          OR (
            "abonnements"."fin" >= CAST('2026-02-01' AS DATE)
            AND "abonnements"."fin" >= "abonnements"."debut"
          )
        )
        AND NOT "abonnements"."client_id" IS NULL
    ) AS "r"
    GROUP BY
      "r"."entity"
  ) AS "e"
  GROUP BY
    "e"."bits"
), "windows" AS (
  SELECT
    "v"."w",
    "v"."here",
    "v"."elsewhere"
  FROM (VALUES
    (0, 1, 2),
    (1, 2, 4)) AS "v"("w", "here", "elsewhere")
), "cells_abonnements_1" AS (
  SELECT
    "w"."w",
    CAST(SUM("s"."entities") AS BIGINT) AS "m1"
  FROM "abonnements_present" AS "s"
  JOIN "windows" AS "w"
    ON (
      "s"."bits" & "w"."here"
    ) <> 0 AND (
      "s"."bits" & "w"."elsewhere"
    ) = 0
  GROUP BY
    "w"."w"
), "windows_2" AS (
  SELECT
    "v"."w",
    "v"."here"
  FROM (VALUES
    (0, 1),
    (1, 2)) AS "v"("w", "here")
), "cells_abonnements_2" AS (
  SELECT
    "w"."w",
    CAST(SUM("s"."entities") AS BIGINT) AS "m1"
  FROM "abonnements_present" AS "s"
  JOIN "windows_2" AS "w"
    ON (
      "s"."bits" & "w"."here"
    ) <> 0
  GROUP BY
    "w"."w"
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."numerator") AS "numerator",
    MAX("f"."denominator") AS "denominator"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator"
    FROM "cells_abonnements_1" AS "s"
    UNION ALL
    SELECT
      "s"."w" AS "period",
      NULL,
      "s"."m1" AS "denominator"
    FROM "cells_abonnements_2" AS "s"
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
