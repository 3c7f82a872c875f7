-- kpi: effectif_debut
SELECT debut FROM effectifs;
-- kpi: effectif_fin
SELECT fin FROM effectifs;
-- kpi: taux_turnover
SELECT rapport(2 * (SELECT count(*) FROM employes WHERE dans_jours(depart_le)), debut + fin) FROM effectifs;
-- kpi: taux_turnover__rotation
SELECT rapport((SELECT count(*) FILTER (dans_jours(depart_le)) + count(*) FILTER (dans_jours(embauche_le)) FROM employes) / 2, debut) FROM effectifs;
-- kpi: taux_absenteisme
SELECT rapport(sum(heures_absence), sum(heures_theoriques)) FROM temps_travail WHERE dans_jours(mois);
-- kpi: taux_formation
SELECT rapport(2 * (SELECT sum(heures) FROM formations WHERE dans_jours(jour)), debut + fin) FROM effectifs;
-- kpi: taux_formation__sessions
SELECT rapport(2 * (SELECT count(*) FROM formations WHERE dans_jours(jour)), debut + fin) FROM effectifs;
-- kpi: enps
SELECT 100 * rapport(count(*) FILTER (note >= 9) - count(*) FILTER (note <= 6), count(note)) FROM reponses WHERE type = 'enps';
-- kpi: engagement_collaborateur
SELECT 100 * (avg(note) - 1) / 4 FROM reponses WHERE type = 'engagement';
-- kpi: engagement_collaborateur__part_favorable
SELECT rapport(count(*) FILTER (note >= 4), count(note)) FROM reponses WHERE type = 'engagement';
-- kpi: taux_atteinte_objectif
SELECT rapport(net, (SELECT sum(cible) FROM objectifs WHERE kpi_id = 'chiffre_affaires' AND dans_jours(mois))) FROM ca;
-- kpi: ecart_realise_prevision
SELECT net - (SELECT sum(cible) FROM objectifs WHERE kpi_id = 'chiffre_affaires' AND dans_jours(mois)) FROM ca;
