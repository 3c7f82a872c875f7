/* kpidef: flow e1fc03040ba3 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    "v"."starts",
    "v"."ends"
  FROM (VALUES
    (0, '2026-02', CAST('2026-02-01' AS DATE), CAST('2026-03-01' AS DATE)),
    (1, '2026-03', CAST('2026-03-01' AS DATE), CAST('2026-04-01' AS DATE))) AS "v"("period", "label", "starts", "ends")
), "windows" AS (
  SELECT
    "p"."period" AS "w",
    "p"."starts",
    "p"."ends"
  FROM "periods" AS "p"
), "cells_abonnements_1" AS (
  SELECT
    "r"."_window" AS "w",
    COUNT(DISTINCT "r"."client_id") AS "m1"
  FROM (
    SELECT
      "r".*,
      MAX("r"."_closes") OVER (PARTITION BY "r"."_window", "r"."client_id") AS "_elsewhere"
    FROM (
      SELECT
        "w"."w" AS "_window",
        CASE
          WHEN "abonnements"."debut" < "w"."starts"
          AND (
            "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."starts"
          )
          THEN 1
          ELSE 0
        END AS "_opens",
        CASE
          WHEN "abonnements"."debut" < "w"."ends"
          AND (
            "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."ends"
          )
          THEN 1
          ELSE 0
        END AS "_closes",
        "abonnements"."client_id"
      FROM "abonnements" AS "abonnements"
      JOIN "windows" AS "w"
        ON (
          "abonnements"."debut" < "w"."starts"
          AND (
            "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."starts"
          )
        )
        OR (
          "abonnements"."debut" < "w"."ends"
          AND (
            "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."ends"
          )
        )
      WHERE
        NOT "abonnements"."client_id" IS NULL
    ) AS "r"
  ) AS "r"
  WHERE
    "r"."_opens" = 1 AND "r"."_elsewhere" = 0
  GROUP BY
    "r"."_window"
), "windows_2" AS (
  SELECT
    "v"."w",
    "v"."ends"
  FROM (VALUES
    (0, CAST('2026-02-01' AS DATE)),
    (1, CAST('2026-03-01' AS DATE))) AS "v"("w", "ends")
), "cells_abonnements_2" AS (
  SELECT
    "r"."_window" AS "w",
    COUNT(DISTINCT "r"."client_id") AS "m1"
  FROM (
    SELECT
      "w"."w" AS "_window",
      "abonnements"."client_id"
    FROM "abonnements" AS "abonnements"
    JOIN "windows_2" AS "w"
      ON "abonnements"."debut" < "w"."ends"
      AND (
        "abonnements"."fin" IS NULL OR "abonnements"."fin" >= "w"."ends"
      )
    WHERE
      NOT "abonnements"."client_id" IS NULL
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
  CAST(COALESCE("c"."numerator", 0) AS DOUBLE PRECISION) / NULLIF(CAST(COALESCE("c"."denominator", 0) AS DOUBLE PRECISION), 0) AS "value",
  CAST(COALESCE("c"."numerator", 0) AS DOUBLE PRECISION) AS "numerator",
  CAST(COALESCE("c"."denominator", 0) AS DOUBLE PRECISION) AS "denominator"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
