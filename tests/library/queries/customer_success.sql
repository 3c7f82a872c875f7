-- kpi: delai_premiere_valeur
SELECT median(epoch(valeur_le) - epoch(onboarding_le)) FROM demarrages;
-- kpi: delai_premiere_valeur__moyenne
SELECT avg(epoch(valeur_le) - epoch(onboarding_le)) FROM demarrages;
-- kpi: delai_premiere_valeur__part_atteinte
SELECT rapport(count(valeur_le), count(*)) FROM demarrages;
-- kpi: taux_adoption_produit
SELECT rapport((SELECT count(DISTINCT client_id) FROM usages), actifs) FROM stocks;
-- kpi: taux_usage_fonctionnalite
SELECT rapport((SELECT count(DISTINCT client_id) FROM usages WHERE fonctionnalite = 'export'), actifs) FROM stocks;
-- kpi: taux_usage_fonctionnalite__sur_utilisateurs
SELECT rapport(count(DISTINCT client_id) FILTER (fonctionnalite = 'export'), count(DISTINCT client_id)) FROM usages;
-- kpi: frequence_utilisation
SELECT avg(n) FROM (SELECT count(DISTINCT survenu_le::DATE) AS n FROM usages GROUP BY client_id);
-- kpi: ampleur_utilisation
SELECT avg(n) FROM (SELECT count(DISTINCT utilisateur_id) AS n FROM usages GROUP BY client_id);
-- kpi: profondeur_utilisation
SELECT avg(n) FROM (SELECT count(DISTINCT fonctionnalite) AS n FROM usages GROUP BY client_id);
-- kpi: revenu_expansion
SELECT coalesce(sum(greatest(fin - debut, 0)), 0) FROM revenus WHERE present AND reste;
-- kpi: revenu_expansion__litteral
SELECT coalesce(sum(fin - debut), 0) FROM revenus WHERE present;
-- kpi: roi_client
SELECT rapport(sum(gains - couts), sum(couts)) FROM bilans_valeur WHERE gains IS NOT NULL AND dans_jours(mois);
-- kpi: roi_client__rapport
SELECT rapport(sum(gains) FILTER (couts IS NOT NULL), sum(couts)) FROM bilans_valeur WHERE gains IS NOT NULL AND dans_jours(mois);
-- kpi: score_sante_client
SELECT avg(score) FROM scores;
-- kpi: score_sante_client__part_a_risque
SELECT rapport(count(*) FILTER (score < 45), count(*)) FROM scores;
