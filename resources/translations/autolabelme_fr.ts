<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
<name>AboutDialog</name>
<message><source>About AutoLabelme</source>
<translation>À propos d’AutoLabelme</translation></message>
<message><source>&lt;h3&gt;AutoLabelme %1&lt;/h3&gt;&lt;p&gt;Annotate, align and inspect the ornaments of early printed books. Nothing leaves this machine.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;&lt;p&gt;Python %2, Qt %3, PyQt %4, %5&lt;/p&gt;</source>
<translation>&lt;h3&gt;AutoLabelme %1&lt;/h3&gt;&lt;p&gt;Annoter, aligner et inspecter les ornements des livres anciens. Rien ne quitte cette machine.&lt;/p&gt;&lt;p&gt;Logiciel libre sous licence publique générale GNU, version 3 ou ultérieure.&lt;/p&gt;&lt;p&gt;Python %2, Qt %3, PyQt %4, %5&lt;/p&gt;</translation></message>
<message><source>drawings in the sample</source>
<translation>dessins de l’exemple</translation></message>
<message><source>Component</source>
<translation>Composant</translation></message>
<message><source>Version</source>
<translation>Version</translation></message>
<message><source>Licence</source>
<translation>Licence</translation></message>
</context>
<context>
<name>AlignCommands</name>
<message><source>Choose Folder</source>
<translation>Choisir un dossier</translation></message>
<message><source>The last image is the reference, the rest are the sources</source>
<translation>La dernière image est la référence, les autres sont les sources</translation></message>
<message><source>Choose Target</source>
<translation>Choisir la cible</translation></message>
<message><source>Choose the reference, to which the others are aligned</source>
<translation>Choisir la référence, sur laquelle les autres sont alignées</translation></message>
<message><source>Choose Source</source>
<translation>Choisir la source</translation></message>
<message><source>Choose one or several sources, which are warped</source>
<translation>Choisir une ou plusieurs sources, qui seront déformées</translation></message>
<message><source>Open Ledger…</source>
<translation>Ouvrir un registre…</translation></message>
<message><source>Open the folder of a ledger</source>
<translation>Ouvrir le dossier d’un registre</translation></message>
<message><source>Import RANSAC-Flow</source>
<translation>Importer RANSAC-Flow</translation></message>
<message><source>Choose the folder with RANSAC-Flow's checkpoint</source>
<translation>Choisir le dossier des poids de RANSAC-Flow</translation></message>
<message><source>Import RANSAC-Flow file…</source>
<translation>Importer un fichier RANSAC-Flow…</translation></message>
<message><source>Choose a checkpoint file</source>
<translation>Choisir un fichier de poids</translation></message>
<message><source>Use the bundled networks</source>
<translation>Utiliser les réseaux fournis</translation></message>
<message><source>Forget the imported checkpoint</source>
<translation>Oublier les poids importés</translation></message>
<message><source>Save Report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>One page on this pair: verdict, pictures, evidence; HTML and PDF</source>
<translation>Une page sur cette paire : verdict, images, indices ; HTML et PDF</translation></message>
<message><source>Open the results' folder</source>
<translation>Ouvrir le dossier des résultats</translation></message>
<message><source>Show the saved files</source>
<translation>Montrer les fichiers enregistrés</translation></message>
<message><source>Make reference</source>
<translation>Prendre pour référence</translation></message>
<message><source>Align the others to this one; the present reference becomes a source</source>
<translation>Aligner les autres sur celle-ci ; la référence actuelle devient une source</translation></message>
<message><source>Remove from the list</source>
<translation>Retirer de la liste</translation></message>
<message><source>The file stays where it is</source>
<translation>Le fichier reste où il est</translation></message>
<message><source>Move up</source>
<translation>Monter</translation></message>
<message><source>Up in the list (or drag it)</source>
<translation>Vers le haut de la liste (ou la faire glisser)</translation></message>
<message><source>Move down</source>
<translation>Descendre</translation></message>
<message><source>Down in the list (or drag it)</source>
<translation>Vers le bas de la liste (ou la faire glisser)</translation></message>
<message><source>Region on the reference</source>
<translation>Zone de la référence</translation></message>
<message><source>Drag around the part that is to be aligned</source>
<translation>Tracer un cadre autour de la partie à aligner</translation></message>
<message><source>Whole reference</source>
<translation>Référence entière</translation></message>
<message><source>Align the whole reference again</source>
<translation>Aligner de nouveau la référence entière</translation></message>
<message><source>Set landmarks</source>
<translation>Poser des repères</translation></message>
<message><source>Click matching points when the automatic way fails</source>
<translation>Cliquer des points homologues quand la voie automatique échoue</translation></message>
<message><source>Clear</source>
<translation>Effacer</translation></message>
<message><source>Remove all landmarks of this source</source>
<translation>Retirer tous les repères de cette source</translation></message>
<message><source>Fit</source>
<translation>Ajuster</translation></message>
<message><source>Show the whole picture</source>
<translation>Montrer l’image entière</translation></message>
<message><source>Actual pixels</source>
<translation>Taille réelle</translation></message>
<message><source>One screen pixel for one pixel of the picture</source>
<translation>Un pixel d’écran pour un pixel de l’image</translation></message>
<message><source>Zoom in</source>
<translation>Zoom avant</translation></message>
<message><source>Zoom out</source>
<translation>Zoom arrière</translation></message>
<message><source>Displacement</source>
<translation>Déplacement</translation></message>
<message><source>Arrows: how far the fine stage moved the ink, with a scale</source>
<translation>Flèches : de combien l’étape fine a déplacé l’encre, avec une échelle</translation></message>
<message><source>Residual moves</source>
<translation>Écarts résiduels</translation></message>
<message><source>Arrows: what is left of each place's move once paper is taken out, with a scale</source>
<translation>Flèches : ce qui reste du déplacement de chaque point une fois le papier ôté, avec une échelle</translation></message>
<message><source>Matchability</source>
<translation>Appariement</translation></message>
<message><source>Warm where nothing certain corresponds</source>
<translation>Couleurs chaudes là où rien de sûr ne correspond</translation></message>
<message><source>Next source</source>
<translation>Source suivante</translation></message>
<message><source>Show the next source</source>
<translation>Montrer la source suivante</translation></message>
<message><source>Previous source</source>
<translation>Source précédente</translation></message>
<message><source>Show the previous source</source>
<translation>Montrer la source précédente</translation></message>
<message><source>List of ornaments</source>
<translation>Liste des ornements</translation></message>
<message><source>Show the list of ornaments</source>
<translation>Montrer la liste des ornements</translation></message>
<message><source>Table of results</source>
<translation>Table des résultats</translation></message>
<message><source>Show the table of results</source>
<translation>Montrer la table des résultats</translation></message>
<message><source>Start Alignment</source>
<translation>Lancer l’alignement</translation></message>
<message><source>Align every source, and save the results</source>
<translation>Aligner toutes les sources, et enregistrer les résultats</translation></message>
<message><source>Change…</source>
<translation>Changer…</translation></message>
<message><source>Choose where the aligned images are saved</source>
<translation>Choisir où enregistrer les images alignées</translation></message>
<message><source>Align this source only</source>
<translation>Aligner cette source seule</translation></message>
<message><source>Align the selected source again</source>
<translation>Aligner de nouveau la source choisie</translation></message>
<message><source>Align with landmarks</source>
<translation>Aligner par les repères</translation></message>
<message><source>Align this source by the points that you set</source>
<translation>Aligner cette source par les points posés</translation></message>
<message><source>Cancel alignment</source>
<translation>Arrêter l’alignement</translation></message>
<message><source>Stop; what is done is kept</source>
<translation>Arrêter ; ce qui est fait est gardé</translation></message>
<message><source>Send to Inspect</source>
<translation>Envoyer à Inspecter</translation></message>
<message><source>Look for what differs between the aligned ornament and its reference</source>
<translation>Chercher ce qui diffère entre l’ornement aligné et sa référence</translation></message>
<message><source>Find in the catalogue</source>
<translation>Chercher dans le catalogue</translation></message>
<message><source>Where else was the selected ornament used? Search the catalogue for its picture</source>
<translation>Où l’ornement choisi a-t-il encore servi ? Chercher son image dans le catalogue</translation></message>
<message><source>Ledger</source>
<translation>Registre</translation></message>
<message><source>What broke between impressions of one block, and their order: those of the selected rows, or all that are laid</source>
<translation>Ce qui s’est cassé entre les empreintes d’un bois, et leur ordre : celles des lignes choisies, ou toutes celles qui sont posées</translation></message>
<message><source>Next source / previous source</source>
<translation>Source suivante / précédente</translation></message>
<message><source>Drag in the list</source>
<translation>Glisser dans la liste</translation></message>
<message><source>Change the order</source>
<translation>Changer l’ordre</translation></message>
<message><source>Right click in the list</source>
<translation>Clic droit dans la liste</translation></message>
<message><source>Make reference, remove</source>
<translation>Prendre pour référence, retirer</translation></message>
<message><source>An alignment is running</source>
<translation>Un alignement est en cours</translation></message>
<message><source>No alignment is running</source>
<translation>Aucun alignement n’est en cours</translation></message>
<message><source>Choose a folder or a reference and a source first</source>
<translation>Choisissez d’abord un dossier, ou une référence et une source</translation></message>
<message><source>Choose a reference first (Choose Target)</source>
<translation>Choisissez d’abord une référence (Choisir la cible)</translation></message>
<message><source>Choose a source first (Choose Source or Choose Folder)</source>
<translation>Choisissez d’abord une source (Choisir la source ou un dossier)</translation></message>
<message><source>Select a source in the list first</source>
<translation>Choisissez d’abord une source dans la liste</translation></message>
<message><source>There is only one source</source>
<translation>Il n’y a qu’une source</translation></message>
<message><source>Select an ornament in the list first</source>
<translation>Choisissez d’abord un ornement dans la liste</translation></message>
<message><source>This is the reference</source>
<translation>C’est la référence</translation></message>
<message><source>It is the first</source>
<translation>C’est le premier</translation></message>
<message><source>It is the last</source>
<translation>C’est le dernier</translation></message>
<message><source>The whole reference is aligned already</source>
<translation>La référence entière est déjà alignée</translation></message>
<message><source>There are no landmarks</source>
<translation>Il n’y a pas de repères</translation></message>
<message><source>Set {0} pairs of landmarks or more; there are {1}</source>
<translation>Posez au moins {0} paires de repères ; il y en a {1}</translation></message>
<message><source>The bundled networks are in use</source>
<translation>Les réseaux fournis sont en usage</translation></message>
<message><source>Nothing was saved yet</source>
<translation>Rien n’a encore été enregistré</translation></message>
<message><source>Select an aligned source first</source>
<translation>Choisissez d’abord une source alignée</translation></message>
<message><source>Align impressions of one block first</source>
<translation>Alignez d’abord des empreintes d’un même bois</translation></message>
<message><source>Align this source first</source>
<translation>Alignez d’abord cette source</translation></message>
<message><source>The fine stage moved nothing in this pair</source>
<translation>L’étape fine n’a rien déplacé dans cette paire</translation></message>
<message><source>This pair was aligned without a verdict: align it again</source>
<translation>Cette paire a été alignée sans verdict : alignez-la de nouveau</translation></message>
<message><source>The catalogue is not installed</source>
<translation>Le catalogue n’est pas installé</translation></message>
<message><source>Inspect is not installed</source>
<translation>Inspecter n’est pas installé</translation></message>
</context>
<context>
<name>AlignPanel</name>
<message><source>Lay a suspect ornament on an authentic one</source>
<translation>Poser un ornement suspect sur un authentique</translation></message>
<message><source>1.  Drop two images, or send ornaments here from Annotate. Choose Folder takes many: the last image is the reference, the rest are the sources.
2.  Press Return: Start Alignment saves beside the reference.
3.  Compare: blink, swipe, onion skin, difference.</source>
<translation>1.  Déposez deux images, ou envoyez ici des ornements depuis Annoter. Choisir un dossier en prend beaucoup : la dernière image est la référence, les autres sont les sources.
2.  Pressez Entrée : Lancer l’alignement enregistre à côté de la référence.
3.  Comparez : clignotement, volet, calque, différence.</translation></message>
<message><source>Choose Target</source>
<translation>Choisir la cible</translation></message>
<message><source>Choose Source</source>
<translation>Choisir la source</translation></message>
<message><source>Choose Folder…</source>
<translation>Choisir un dossier…</translation></message>
<message><source>Try the sample</source>
<translation>Essayer l’exemple</translation></message>
<message><source>Reference: drop the authentic impression here</source>
<translation>Référence : déposez ici l’empreinte authentique</translation></message>
<message><source>Suspect: drop the impression in question here</source>
<translation>Suspect : déposez ici l’empreinte en question</translation></message>
<message><source>Drag around the part of the reference that is to be aligned.</source>
<translation>Tracez un cadre autour de la partie de la référence à aligner.</translation></message>
<message><source>This is the reference. Choose a source next.</source>
<translation>Voici la référence. Choisissez ensuite une source.</translation></message>
<message><source>This is the reference, to which the sources are aligned.</source>
<translation>Voici la référence, sur laquelle les sources sont alignées.</translation></message>
<message><source>This cannot be shown.</source>
<translation>Ceci ne peut être montré.</translation></message>
<message><source>{0} cannot be shown. Repair it, or remove it from the list.</source>
<translation>{0} ne peut être montré. Réparez-le, ou retirez-le de la liste.</translation></message>
<message><source>Only this part of the reference is aligned from now on.</source>
<translation>Seule cette partie de la référence est alignée désormais.</translation></message>
</context>
<context>
<name>AlignParams</name>
<message><source>Features</source>
<translation>Points</translation></message>
<message><source>What is matched; auto tries the cheapest first</source>
<translation>Ce qui est apparié ; auto essaie d’abord le moins coûteux</translation></message>
<message><source>Coarse model</source>
<translation>Modèle grossier</translation></message>
<message><source>multi: several homographies, for folded or gutter-curved pages</source>
<translation>multi : plusieurs homographies, pour des pages pliées ou bombées au dos</translation></message>
<message><source>Fine stage</source>
<translation>Étape fine</translation></message>
<message><source>network: RANSAC-Flow's; refine: smooth refinement of this pair; both: one after the other</source>
<translation>network : le réseau de RANSAC-Flow ; refine : un affinage lisse de cette paire ; both : l’un après l’autre</translation></message>
<message><source>Deformation cap</source>
<translation>Déformation max.</translation></message>
<message><source>Longest displacement of the fine stage in reference pixels; 0: rigid only; empty: 5% of the reference's longer side</source>
<translation>Plus long déplacement de l’étape fine, en pixels de la référence ; 0 : rigide ; vide : 5 % du grand côté de la référence</translation></message>
<message><source>Shortest wave</source>
<translation>Onde minimale</translation></message>
<message><source>Shortest wave that the fine stage may follow, as a share of the reference's longer side: paper bends in long waves, the cut of a block is short</source>
<translation>Plus courte onde que l’étape fine peut suivre, en part du grand côté de la référence : le papier gondole en ondes longues, la taille du bois est courte</translation></message>
<message><source>Estimator</source>
<translation>Estimateur</translation></message>
<message><source>ransac: the paper's own, 10,000 draws</source>
<translation>ransac : celui de l’article, 10 000 tirages</translation></message>
<message><source>RANSAC-Flow checkpoint</source>
<translation>Poids RANSAC-Flow</translation></message>
<message><source>File or folder; empty: the bundled weights</source>
<translation>Fichier ou dossier ; vide : les poids fournis</translation></message>
<message><source>Device</source>
<translation>Calcul sur</translation></message>
<message><source>Where networks run</source>
<translation>Où tournent les réseaux</translation></message>
<message><source>Region</source>
<translation>Zone</translation></message>
<message><source>x1, y1, x2, y2 on the reference: only this part is aligned</source>
<translation>x1, y1, x2, y2 sur la référence : seule cette partie est alignée</translation></message>
<message><source>Landmarks</source>
<translation>Repères</translation></message>
<message><source>Point pairs set by hand: reference x, y, source x, y; four or more replace the features</source>
<translation>Paires de points posées à la main : x, y de la référence, x, y de la source ; quatre ou plus remplacent les points trouvés</translation></message>
</context>
<context>
<name>AlignPresenter</name>
<message><source>There are no images in {0}</source>
<translation>Il n’y a pas d’image dans {0}</translation></message>
<message><source>There is only one image in {0}: it is the reference. Choose a source.</source>
<translation>Il n’y a qu’une image dans {0} : c’est la référence. Choisissez une source.</translation></message>
<message><source>{0} holds no images itself, but {1} of its folders do: {2}</source>
<translation>{0} ne contient pas d’image, mais {1} de ses dossiers en ont : {2}</translation></message>
<message><source>Take {0}</source>
<translation>Prendre {0}</translation></message>
<message><source>Take all</source>
<translation>Tout prendre</translation></message>
<message><source>Take none</source>
<translation>Ne rien prendre</translation></message>
<message><source>Results of an earlier session in this folder: {0}</source>
<translation>Résultats d’une session antérieure dans ce dossier : {0}</translation></message>
<message><source>The pictures that these results were made from are no longer where they were.</source>
<translation>Les images dont viennent ces résultats ne sont plus où elles étaient.</translation></message>
<message><source>RANSAC-Flow is loaded from {0}; the fine stage is now '{1}'.</source>
<translation>RANSAC-Flow est chargé depuis {0} ; l’étape fine est maintenant « {1} ».</translation></message>
<message><source>Import RANSAC-Flow</source>
<translation>Importer RANSAC-Flow</translation></message>
<message><source>{0} loaded</source>
<translation>{0} chargé</translation></message>
<message><source>Alignment</source>
<translation>Alignement</translation></message>
<message><source>{0} aligned</source>
<translation>{0} alignée(s)</translation></message>
<message><source>{0} weak</source>
<translation>{0} faible(s)</translation></message>
<message><source>{0} refused</source>
<translation>{0} refusée(s)</translation></message>
<message><source>{0} with errors</source>
<translation>{0} en erreur</translation></message>
<message><source>cancelled after {0} of {1}</source>
<translation>arrêté après {0} sur {1}</translation></message>
<message><source>saved in {0}</source>
<translation>enregistré dans {0}</translation></message>
<message><source>Lay {0} on {1}</source>
<translation>Poser {0} sur {1}</translation></message>
<message><source>Save report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>{0} and its PDF in {1}</source>
<translation>{0} et son PDF dans {1}</translation></message>
</context>
<context>
<name>AlignWords</name>
<message><source>reference</source>
<translation>référence</translation></message>
<message><source>source</source>
<translation>source</translation></message>
<message><source>the {name} is too small: {width} x {height} px, {least} are needed each way</source>
<translation>{name} : trop petite, {width} x {height} px ; il en faut {least} de chaque côté</translation></message>
<message><source>the {name} is blank: there is no ink to align by</source>
<translation>{name} : vide, pas d’encre pour l’alignement</translation></message>
<message><source>too few features match: the images have hardly any detail in common</source>
<translation>trop peu de points s’apparient : les images n’ont guère de détail en commun</translation></message>
<message><source>the matching features agree on no common position</source>
<translation>les points appariés ne s’accordent sur aucune position commune</translation></message>
<message><source>the landmarks do not determine a position: spread them, not on one line</source>
<translation>les repères ne fixent pas de position : dispersez-les, pas sur une seule ligne</translation></message>
<message><source>the images do not overlap where there is ink</source>
<translation>les images ne se recouvrent pas là où il y a de l’encre</translation></message>
<message><source>hardly any ink overlaps; places that could be compared: {places}</source>
<translation>presque aucune encre ne se recouvre ; endroits comparables : {places}</translation></message>
<message><source>not the same print: {missing:.0%} of the ornament is not found in the source</source>
<translation>pas la même gravure : {missing:.0%} de l’ornement ne se retrouve pas dans la source</translation></message>
<message><source>only {seen:.0%} of the ink overlaps: a part that repeats, not the same print</source>
<translation>seule {seen:.0%} de l’encre se recouvre : une partie qui se répète, pas la même gravure</translation></message>
<message><source>{missing:.0%} of the ornament is not found in the source.</source>
<translation>{missing:.0%} de l’ornement ne se retrouve pas dans la source.</translation></message>
<message><source>{missing:.0%} of the ornament is not found in the source, {differs:.0%} differs clearly: much changed, or another setting.</source>
<translation>{missing:.0%} de l’ornement ne se retrouve pas dans la source, {differs:.0%} diffère nettement : beaucoup a changé, ou une autre composition.</translation></message>
<message><source>the source shows {covered:.0%} of the reference's ink and reaches beyond it: where sorts repeat it may lie one sort too far.</source>
<translation>la source montre {covered:.0%} de l’encre de la référence et la dépasse : là où les vignettes se répètent, elle peut être décalée d’une.</translation></message>
<message><source>too few places with ink could be compared: {places}.</source>
<translation>trop peu d’endroits encrés étaient comparables : {places}.</translation></message>
<message><source>laid by the landmarks; {reason}</source>
<translation>posée par les repères ; {reason}</translation></message>
<message><source>The fine stage made nothing better and was left out.</source>
<translation>L’étape fine n’a rien amélioré et a été omise.</translation></message>
</context>
<context>
<name>AnnotateCommands</name>
<message><source>Save JSON</source>
<translation>Enregistrer JSON</translation></message>
<message><source>Save as &lt;name&gt;_matched.json for LabelMe</source>
<translation>Enregistrer sous &lt;nom&gt;_matched.json pour LabelMe</translation></message>
<message><source>Save JSON as…</source>
<translation>Enregistrer JSON sous…</translation></message>
<message><source>Save under another name</source>
<translation>Enregistrer sous un autre nom</translation></message>
<message><source>Save Images</source>
<translation>Enregistrer les images</translation></message>
<message><source>Save the boxes as images by label, with a CSV</source>
<translation>Enregistrer les cadres en images par étiquette, avec un CSV</translation></message>
<message><source>Save Images to…</source>
<translation>Enregistrer les images dans…</translation></message>
<message><source>Choose the folder for the images</source>
<translation>Choisir le dossier des images</translation></message>
<message><source>Unsaved work of earlier windows</source>
<translation>Travail non enregistré de fenêtres antérieures</translation></message>
<message><source>Offer again what windows that ended without saving left in the last days</source>
<translation>Proposer de nouveau ce que des fenêtres fermées sans enregistrer ont laissé ces derniers jours</translation></message>
<message><source>Export %s…</source>
<translation>Exporter en %s…</translation></message>
<message><source>Export the boxes as %s</source>
<translation>Exporter les cadres en %s</translation></message>
<message><source>Next page</source>
<translation>Page suivante</translation></message>
<message><source>Show the next page</source>
<translation>Montrer la page suivante</translation></message>
<message><source>Previous page</source>
<translation>Page précédente</translation></message>
<message><source>Show the previous page</source>
<translation>Montrer la page précédente</translation></message>
<message><source>Undo</source>
<translation>Annuler</translation></message>
<message><source>Undo the last step</source>
<translation>Annuler le dernier geste</translation></message>
<message><source>Redo</source>
<translation>Rétablir</translation></message>
<message><source>Redo what was undone last</source>
<translation>Refaire ce qui vient d’être annulé</translation></message>
<message><source>Copy boxes</source>
<translation>Copier les cadres</translation></message>
<message><source>Copy the selected boxes</source>
<translation>Copier les cadres choisis</translation></message>
<message><source>Paste boxes</source>
<translation>Coller les cadres</translation></message>
<message><source>Paste the copied boxes</source>
<translation>Coller les cadres copiés</translation></message>
<message><source>Copy to the next page</source>
<translation>Copier sur la page suivante</translation></message>
<message><source>Put copies of the selected boxes in the same place on the next page</source>
<translation>Mettre des copies des cadres choisis au même endroit sur la page suivante</translation></message>
<message><source>Lock or unlock boxes</source>
<translation>Verrouiller ou déverrouiller les cadres</translation></message>
<message><source>Keep the selected boxes as they are, whatever is searched, corrected or deleted</source>
<translation>Garder les cadres choisis tels quels, quoi qu’on cherche, corrige ou supprime</translation></message>
<message><source>Group or ungroup boxes</source>
<translation>Grouper ou dégrouper les cadres</translation></message>
<message><source>Select the boxes of a group together from now on</source>
<translation>Choisir désormais ensemble les cadres d’un groupe</translation></message>
<message><source>Delete boxes</source>
<translation>Supprimer les cadres</translation></message>
<message><source>Delete the selected boxes</source>
<translation>Supprimer les cadres choisis</translation></message>
<message><source>Select all boxes of this label</source>
<translation>Choisir tous les cadres de cette étiquette</translation></message>
<message><source>Select the label's boxes</source>
<translation>Choisir les cadres de l’étiquette</translation></message>
<message><source>Change label…</source>
<translation>Changer l’étiquette…</translation></message>
<message><source>Give the selected boxes another label</source>
<translation>Donner une autre étiquette aux cadres choisis</translation></message>
<message><source>Rename label…</source>
<translation>Renommer l’étiquette…</translation></message>
<message><source>Another name for the current label, and its note</source>
<translation>Un autre nom pour l’étiquette en cours, et sa note</translation></message>
<message><source>Delete label</source>
<translation>Supprimer l’étiquette</translation></message>
<message><source>Delete the current label with all its boxes but locked ones</source>
<translation>Supprimer l’étiquette en cours et tous ses cadres, sauf ceux qui sont verrouillés</translation></message>
<message><source>Correct Label</source>
<translation>Corriger l’étiquette</translation></message>
<message><source>Make all boxes of this label plain: not flipped, not rotated</source>
<translation>Rendre droits tous les cadres de cette étiquette : ni renversés, ni tournés</translation></message>
<message><source>Another sort than elsewhere</source>
<translation>Un autre type qu’ailleurs</translation></message>
<message><source>The current label is a sort of its own: what other pages call so is not it</source>
<translation>L’étiquette en cours est un type à part : ce que d’autres pages nomment ainsi en est un autre</translation></message>
<message><source>Next to review</source>
<translation>À relire ensuite</translation></message>
<message><source>Go to the match that is least like its template</source>
<translation>Aller à l’occurrence la moins semblable à son gabarit</translation></message>
<message><source>Accept</source>
<translation>Accepter</translation></message>
<message><source>The match is right</source>
<translation>L’occurrence est juste</translation></message>
<message><source>Reject</source>
<translation>Rejeter</translation></message>
<message><source>The match is wrong</source>
<translation>L’occurrence est fausse</translation></message>
<message><source>Page is reviewed</source>
<translation>Page relue</translation></message>
<message><source>Mark this page as reviewed</source>
<translation>Marquer cette page comme relue</translation></message>
<message><source>Flag page</source>
<translation>Signaler la page</translation></message>
<message><source>Flag this page</source>
<translation>Signaler cette page</translation></message>
<message><source>Where this page comes from…</source>
<translation>D’où vient cette page…</translation></message>
<message><source>Library, shelfmark, edition and so on</source>
<translation>Bibliothèque, cote, édition, etc.</translation></message>
<message><source>Fit page</source>
<translation>Ajuster la page</translation></message>
<message><source>Show the whole page</source>
<translation>Montrer la page entière</translation></message>
<message><source>Actual pixels</source>
<translation>Taille réelle</translation></message>
<message><source>One screen pixel for one page pixel</source>
<translation>Un pixel d’écran pour un pixel de la page</translation></message>
<message><source>Zoom in</source>
<translation>Zoom avant</translation></message>
<message><source>Zoom out</source>
<translation>Zoom arrière</translation></message>
<message><source>Only the current label</source>
<translation>L’étiquette en cours seule</translation></message>
<message><source>Hide the boxes of other labels</source>
<translation>Cacher les cadres des autres étiquettes</translation></message>
<message><source>Labels at all boxes</source>
<translation>Étiquettes à tous les cadres</translation></message>
<message><source>Write label and likeness at every box, not only under the pointer</source>
<translation>Écrire étiquette et ressemblance à chaque cadre, pas seulement sous le pointeur</translation></message>
<message><source>List of pages</source>
<translation>Liste des pages</translation></message>
<message><source>Show the list of pages</source>
<translation>Montrer la liste des pages</translation></message>
<message><source>Overview</source>
<translation>Vue d’ensemble</translation></message>
<message><source>Show the overview of all labels</source>
<translation>Montrer la vue d’ensemble des étiquettes</translation></message>
<message><source>Box</source>
<translation>Cadre</translation></message>
<message><source>Click a vignette or drag to box it; drag a box to move it</source>
<translation>Cliquer une vignette ou tirer un cadre ; tirer un cadre pour le déplacer</translation></message>
<message><source>Select</source>
<translation>Choisir</translation></message>
<message><source>Drag to select several boxes</source>
<translation>Tirer pour choisir plusieurs cadres</translation></message>
<message><source>Ornament</source>
<translation>Ornement</translation></message>
<message><source>Drag around an ornament, to search in it or align it</source>
<translation>Tracer un ornement, pour y chercher ou l’aligner</translation></message>
<message><source>Ruler</source>
<translation>Règle</translation></message>
<message><source>Measure; a known length sets the resolution</source>
<translation>Mesurer ; une longueur connue fixe la résolution</translation></message>
<message><source>New boxes join this label</source>
<translation>Les cadres rejoignent l’étiquette</translation></message>
<message><source>Boxes drawn now belong to the current label (or hold Alt while you click)</source>
<translation>Les cadres tracés vont à l’étiquette en cours (ou tenir Alt en cliquant)</translation></message>
<message><source>Rematch</source>
<translation>Rechercher</translation></message>
<message><source>Search for the current label</source>
<translation>Chercher l’étiquette en cours</translation></message>
<message><source>Match all labels</source>
<translation>Chercher toutes les étiquettes</translation></message>
<message><source>Search for every label that has a template</source>
<translation>Chercher chaque étiquette qui a un gabarit</translation></message>
<message><source>Cancel search</source>
<translation>Arrêter la recherche</translation></message>
<message><source>Stop the running search</source>
<translation>Arrêter la recherche en cours</translation></message>
<message><source>Align is not installed</source>
<translation>Aligner n’est pas installé</translation></message>
<message><source>Inspect is not installed</source>
<translation>Inspecter n’est pas installé</translation></message>
<message><source>Inspect</source>
<translation>Inspecter</translation></message>
<message><source>Compare the impressions of the page, or of the selected ornament, with their siblings</source>
<translation>Comparer les empreintes de la page, ou de l’ornement choisi, à leurs sœurs</translation></message>
<message><source>Inspect this label</source>
<translation>Inspecter cette étiquette</translation></message>
<message><source>Compare the impressions of the current label with each other</source>
<translation>Comparer entre elles les empreintes de l’étiquette en cours</translation></message>
<message><source>Send to Align as source</source>
<translation>Vers Aligner, comme source</translation></message>
<message><source>Align this ornament to a reference</source>
<translation>Aligner cet ornement sur une référence</translation></message>
<message><source>Send to Align as reference</source>
<translation>Vers Aligner, comme référence</translation></message>
<message><source>Align others to this ornament</source>
<translation>Aligner d’autres ornements sur celui-ci</translation></message>
<message><source>Find in the catalogue</source>
<translation>Chercher dans le catalogue</translation></message>
<message><source>Where else was this ornament used? Search the catalogue for its picture</source>
<translation>Où cet ornement a-t-il encore servi ? Chercher son image dans le catalogue</translation></message>
<message><source>The catalogue is not installed</source>
<translation>Le catalogue n’est pas installé</translation></message>
<message><source>Open in LabelMe</source>
<translation>Ouvrir dans LabelMe</translation></message>
<message><source>Save, and edit this page in LabelMe</source>
<translation>Enregistrer, et modifier cette page dans LabelMe</translation></message>
<message><source>Open JSON</source>
<translation>Ouvrir JSON</translation></message>
<message><source>Open LabelMe annotations or page images</source>
<translation>Ouvrir des annotations LabelMe ou des images de pages</translation></message>
<message><source>Next Line &gt;&gt;</source>
<translation>Ligne suivante &gt;&gt;</translation></message>
<message><source>Go to the next label and match it (arrow right or down)</source>
<translation>Étiquette suivante, et la chercher (flèche droite ou bas)</translation></message>
<message><source>&lt;&lt; Previous Line</source>
<translation>&lt;&lt; Ligne précédente</translation></message>
<message><source>Go to the previous label (arrow left or up)</source>
<translation>Étiquette précédente (flèche gauche ou haut)</translation></message>
<message><source>Raise the threshold by 0.05: fewer boxes</source>
<translation>Relever le seuil de 0,05 : moins de cadres</translation></message>
<message><source>Lower the threshold by 0.05: more boxes</source>
<translation>Baisser le seuil de 0,05 : plus de cadres</translation></message>
<message><source>Next Line / Previous Line</source>
<translation>Ligne suivante / précédente</translation></message>
<message><source>Shift+arrows</source>
<translation>Maj+flèches</translation></message>
<message><source>Move the selected boxes by a pixel</source>
<translation>Déplacer d’un pixel les cadres choisis</translation></message>
<message><source>Click</source>
<translation>Clic</translation></message>
<message><source>Box the ink there; on a box: select it</source>
<translation>Encadrer l’encre à cet endroit ; sur un cadre : le choisir</translation></message>
<message><source>Click again, or Alt+wheel</source>
<translation>Nouveau clic, ou Alt+molette</translation></message>
<message><source>The box just made: less or more of the ink there</source>
<translation>Le cadre qui vient d’être fait : moins ou plus de l’encre</translation></message>
<message><source>Alt+click</source>
<translation>Alt+clic</translation></message>
<message><source>Add a box to the current label</source>
<translation>Ajouter un cadre à l’étiquette en cours</translation></message>
<message><source>Drag</source>
<translation>Tirer</translation></message>
<message><source>Draw a box; on a box: move it</source>
<translation>Tracer un cadre ; sur un cadre : le déplacer</translation></message>
<message><source>Drag the round handle</source>
<translation>Tirer la poignée ronde</translation></message>
<message><source>Turn a copy; with Shift by steps of 15 degrees</source>
<translation>Tourner une copie ; avec Maj par pas de 15 degrés</translation></message>
<message><source>Shift+drag</source>
<translation>Maj+tirer</translation></message>
<message><source>Select several boxes</source>
<translation>Choisir plusieurs cadres</translation></message>
<message><source>Double click on a box</source>
<translation>Double clic sur un cadre</translation></message>
<message><source>Change its label and note</source>
<translation>Changer son étiquette et sa note</translation></message>
<message><source>Red, solid</source>
<translation>Rouge, trait plein</translation></message>
<message><source>A plain match</source>
<translation>Une occurrence droite</translation></message>
<message><source>Blue, dashed</source>
<translation>Bleu, tirets</translation></message>
<message><source>A flipped or mirrored match</source>
<translation>Une occurrence renversée ou en miroir</translation></message>
<message><source>Green, dotted</source>
<translation>Vert, pointillé</translation></message>
<message><source>A rotated match</source>
<translation>Une occurrence tournée</translation></message>
<message><source>Open a page first</source>
<translation>Ouvrez d’abord une page</translation></message>
<message><source>Box a vignette first</source>
<translation>Encadrez d’abord une vignette</translation></message>
<message><source>There is only one label</source>
<translation>Il n’y a qu’une étiquette</translation></message>
<message><source>There are no boxes yet</source>
<translation>Il n’y a pas encore de cadres</translation></message>
<message><source>Select a box first</source>
<translation>Choisissez d’abord un cadre</translation></message>
<message><source>Nothing to undo</source>
<translation>Rien à annuler</translation></message>
<message><source>Nothing to redo</source>
<translation>Rien à refaire</translation></message>
<message><source>Nothing was copied</source>
<translation>Rien n’a été copié</translation></message>
<message><source>No match waits for review</source>
<translation>Aucune occurrence n’attend de relecture</translation></message>
<message><source>No search is running</source>
<translation>Aucune recherche n’est en cours</translation></message>
<message><source>This is the last page</source>
<translation>C’est la dernière page</translation></message>
<message><source>This is the first page</source>
<translation>C’est la première page</translation></message>
</context>
<context>
<name>AnnotateEmpty</name>
<message><source>Open a page to annotate</source>
<translation>Ouvrez une page à annoter</translation></message>
<message><source>1.  Open a page image or a LabelMe JSON, or drop it here.
2.  Click one vignette of each kind: its box snaps to the ink.
3.  Press Return: Rematch finds every copy.</source>
<translation>1.  Ouvrez une image de page ou un JSON LabelMe, ou déposez-le ici.
2.  Cliquez une vignette de chaque genre : son cadre épouse l’encre.
3.  Pressez Entrée : Rechercher trouve toutes les copies.</translation></message>
<message><source>Open…</source>
<translation>Ouvrir…</translation></message>
<message><source>Try the sample</source>
<translation>Essayer l’exemple</translation></message>
</context>
<context>
<name>AnnotatePanel</name>
<message><source>Opened lately</source>
<translation>Ouverts récemment</translation></message>
</context>
<context>
<name>AnnotatePresenter</name>
<message><source>the page cannot be opened</source>
<translation>la page ne peut être ouverte</translation></message>
<message><source>Another sort: %s</source>
<translation>Autre type : %s</translation></message>
<message><source>Mark reviewed</source>
<translation>Marquer comme relue</translation></message>
<message><source>Flag</source>
<translation>Signaler</translation></message>
<message><source>Set resolution</source>
<translation>Fixer la résolution</translation></message>
<message><source>One box is locked and stays as it is (Lock or unlock boxes)</source>
<translation>Un cadre est verrouillé et reste tel quel (Verrouiller ou déverrouiller les cadres)</translation></message>
<message><source>{0} boxes are locked and stay as they are (Lock or unlock boxes)</source>
<translation>{0} cadres sont verrouillés et restent tels quels (Verrouiller ou déverrouiller les cadres)</translation></message>
</context>
<context>
<name>Bell</name>
<message><source>Messages and jobs</source>
<translation>Messages et tâches</translation></message>
<message><source>Messages and jobs: {0} not read</source>
<translation>Messages et tâches : {0} non lus</translation></message>
</context>
<context>
<name>BlockWords</name>
<message><source>What paper does not explain is {length}, as between impressions of one block.</source>
<translation>Ce que le papier n’explique pas est de {length}, comme entre empreintes d’un même bois.</translation></message>
<message><source>What paper does not explain is {length}, as between impressions of one block; a copy whose strokes lie {told} off would have been seen.</source>
<translation>Ce que le papier n’explique pas est de {length}, comme entre empreintes d’un même bois ; une copie dont les traits s’écartent de {told} se serait vue.</translation></message>
<message><source>What paper does not explain is {length}, as between impressions of one block; but these pictures would show a copy only from strokes {told} off.</source>
<translation>Ce que le papier n’explique pas est de {length}, comme entre empreintes d’un même bois ; mais ces images ne montreraient une copie qu’à partir de traits écartés de {told}.</translation></message>
<message><source>The strokes lie {length} off after paper is taken out, more than between impressions of one block; {reference:.0%} and {source:.0%} of the ink have no counterpart: the same design, cut again.</source>
<translation>Les traits s’écartent de {length} une fois le papier ôté, plus qu’entre empreintes d’un même bois ; {reference:.0%} et {source:.0%} de l’encre n’ont pas de répondant : le même dessin, regravé.</translation></message>
<message><source>Much of it is another design: {reference:.0%} and {source:.0%} of the ink have no counterpart.</source>
<translation>Une grande partie est d’un autre dessin : {reference:.0%} et {source:.0%} de l’encre n’ont pas de répondant.</translation></message>
<message><source>The same pieces, set again: they lie {length} off each other's places.</source>
<translation>Les mêmes pièces, recomposées : elles sont à {length} de leurs places respectives.</translation></message>
<message><source>The same pieces, {length} off each other's places, and off within them, too: set again from worn sorts, or all of it cut again.</source>
<translation>Les mêmes pièces, à {length} de leurs places respectives, et décalées en elles-mêmes aussi : recomposées avec des vignettes usées, ou le tout regravé.</translation></message>
<message><source>The strokes lie {length} off after paper is taken out, more than between impressions of one block: the same design, cut again, or the same pieces, set again.</source>
<translation>Les traits s’écartent de {length} une fois le papier ôté, plus qu’entre empreintes d’un même bois : le même dessin, regravé, ou les mêmes pièces, recomposées.</translation></message>
<message><source>What paper does not explain is {length}, not too much for impressions of one block; but parts of it have moved together, as where the same pieces are set again.</source>
<translation>Ce que le papier n’explique pas est de {length}, pas trop pour des empreintes d’un même bois ; mais des parties ont bougé ensemble, comme lorsque les mêmes pièces sont recomposées.</translation></message>
<message><source>What paper does not explain is {length}: too much for most impressions of one block, too little for most copies of this size and printing.</source>
<translation>Ce que le papier n’explique pas est de {length} : trop pour la plupart des empreintes d’un même bois, trop peu pour la plupart des copies de cette taille et de cette impression.</translation></message>
<message><source>The strokes lie {length} off after paper is taken out, but the inking is so different that it may do that: {reference:.0%} and {source:.0%} of the ink have no counterpart.</source>
<translation>Les traits s’écartent de {length} une fois le papier ôté, mais l’encrage est si différent qu’il peut en être la cause : {reference:.0%} et {source:.0%} de l’encre n’ont pas de répondant.</translation></message>
<message><source>The strokes lie {length} off after paper is taken out, but in long waves, as on a page that is cockled or bent: align a part of it, or a scan of the page pressed flat.</source>
<translation>Les traits s’écartent de {length} une fois le papier ôté, mais en ondes longues, comme sur une page gondolée ou courbée : alignez-en une partie, ou une numérisation de la page mise à plat.</translation></message>
<message><source>It repeats every {unit:.0f} px and was laid off by {units} × that: set landmarks, align again.</source>
<translation>Il se répète tous les {unit:.0f} px et a été posé {units} × autant à côté : posez des repères, alignez de nouveau.</translation></message>
<message><source>Too little ink of the two overlaps for a verdict.</source>
<translation>Trop peu de l’encre des deux se recouvre pour un verdict.</translation></message>
<message><source>Laid from one side, what paper does not explain is {length}, as between impressions of one block; laid from the other side it leaves a copy open.</source>
<translation>Posées d’un côté, ce que le papier n’explique pas est de {length}, comme entre empreintes d’un même bois ; posées de l’autre côté, une copie reste possible.</translation></message>
<message><source>Laid from either side they do not agree: from one they are of two blocks, set again, or lie elsewhere on each other; from the other they may be of one block.</source>
<translation>Posées d’un côté puis de l’autre, elles ne s’accordent pas : d’un côté, elles viennent de deux bois, sont recomposées ou se posent ailleurs l’une sur l’autre ; de l’autre, elles peuvent venir d’un même bois.</translation></message>
<message><source>But {share:.0%} of the print, at x {x1:.0f} to {x2:.0f} and y {y1:.0f} to {y2:.0f} px, is not the same on both: other text beside it, or a part that is not of this block. {said}</source>
<translation>Mais {share:.0%} de l’impression, x de {x1:.0f} à {x2:.0f} et y de {y1:.0f} à {y2:.0f} px, diffère d’une image à l’autre : un autre texte à côté, ou une partie qui n’est pas de ce bois. {said}</translation></message>
<message><source>But both are so alike that they may be one impression, pictured twice, which says nothing of another. {said}</source>
<translation>Mais les deux se ressemblent tant que ce peut être une même impression, vue deux fois, ce qui ne dit rien d’une autre. {said}</translation></message>
<message><source>{length:.2f} px</source>
<translation>{length:.2f} px</translation></message>
<message><source>{length:.3f} mm</source>
<translation>{length:.3f} mm</translation></message>
</context>
<context>
<name>BookForm</name>
<message><source>Title</source>
<translation>Titre</translation></message>
<message><source>Author</source>
<translation>Auteur</translation></message>
<message><source>Year</source>
<translation>Année</translation></message>
<message><source>Place</source>
<translation>Lieu</translation></message>
<message><source>Imprint as printed</source>
<translation>Adresse telle qu’imprimée</translation></message>
<message><source>Printer</source>
<translation>Imprimeur</translation></message>
<message><source>Library</source>
<translation>Bibliothèque</translation></message>
<message><source>Shelfmark</source>
<translation>Cote</translation></message>
<message><source>Source</source>
<translation>Source</translation></message>
<message><source>Licence</source>
<translation>Licence</translation></message>
<message><source>Note</source>
<translation>Note</translation></message>
</context>
<context>
<name>BookList</name>
<message><source>Books</source>
<translation>Exemplaires</translation></message>
<message><source>ornaments: {0}</source>
<translation>ornements : {0}</translation></message>
<message><source>All books</source>
<translation>Tous les exemplaires</translation></message>
<message><source>to judge: {0}</source>
<translation>à juger : {0}</translation></message>
</context>
<context>
<name>Breadcrumb</name>
<message><source>Page</source>
<translation>Page</translation></message>
<message><source>no page</source>
<translation>pas de page</translation></message>
<message><source>Ornament</source>
<translation>Ornement</translation></message>
<message><source>no ornament</source>
<translation>pas d’ornement</translation></message>
<message><source>Reference</source>
<translation>Référence</translation></message>
<message><source>no reference</source>
<translation>pas de référence</translation></message>
<message><source>Model</source>
<translation>Modèle</translation></message>
<message><source>no model</source>
<translation>pas de modèle</translation></message>
<message><source>%s: nothing is loaded yet</source>
<translation>%s : rien n’est encore chargé</translation></message>
<message><source>%s: not used here</source>
<translation>%s : sans usage ici</translation></message>
</context>
<context>
<name>CanvasArea</name>
<message><source>{0} px, {1} mm</source>
<translation>{0} px, {1} mm</translation></message>
<message><source>Opacity of the boxes; hold H to hide them</source>
<translation>Opacité des cadres ; tenir H pour les cacher</translation></message>
<message><source>region</source>
<translation>zone</translation></message>
<message><source>{0} (not aligned)</source>
<translation>{0} (non aligné)</translation></message>
<message><source>{0} (aligned)</source>
<translation>{0} (aligné)</translation></message>
<message><source>1 − matchability</source>
<translation>1 − appariement</translation></message>
<message><source>spreads</source>
<translation>écarts types</translation></message>
</context>
<context>
<name>CardWords</name>
<message><source>Detector of {count} vignettes</source>
<translation>Détecteur de {count} vignettes</translation></message>
<message><source>Finds the vignettes of one catalogue on scanned pages and draws each from its features.</source>
<translation>Trouve les vignettes d’un catalogue sur des pages numérisées et dessine chacune d’après ses caractéristiques.</translation></message>
<message><source>labels</source>
<translation>étiquettes</translation></message>
<message><source>network</source>
<translation>réseau</translation></message>
<message><source>{backbone}, default boxes {boxes}, box loss {loss} (weight {weight:g}), decoder {decoder}, {millions:.1f} million parameters</source>
<translation>{backbone}, cadres par défaut {boxes}, perte des cadres {loss} (poids {weight:g}), décodeur {decoder}, {millions:.1f} millions de paramètres</translation></message>
<message><source>trained by</source>
<translation>entraîné par</translation></message>
<message><source>trained on</source>
<translation>entraîné sur</translation></message>
<message><source>no scanned page, {synthetic} synthetic pages</source>
<translation>aucune page numérisée, {synthetic} pages synthétiques</translation></message>
<message><source>1 scanned page ({names}), {synthetic} synthetic pages</source>
<translation>1 page numérisée ({names}), {synthetic} pages synthétiques</translation></message>
<message><source>{count} scanned pages ({names}), {synthetic} synthetic pages</source>
<translation>{count} pages numérisées ({names}), {synthetic} pages synthétiques</translation></message>
<message><source>trained for</source>
<translation>durée d’entraînement</translation></message>
<message><source>{minutes} minutes on {device}; epochs {epochs}, ended by {stopped}</source>
<translation>{minutes} minutes sur {device} ; époques {epochs}, fin : {stopped}</translation></message>
<message><source>one thread of {count} busy CPU cores ({machine})</source>
<translation>un fil d’un processeur occupé à {count} cœurs ({machine})</translation></message>
<message><source>time</source>
<translation>temps écoulé</translation></message>
<message><source>epochs</source>
<translation>nombre d’époques</translation></message>
<message><source>early</source>
<translation>plus de progrès</translation></message>
<message><source>cancelled</source>
<translation>annulé</translation></message>
<message><source>median vignette</source>
<translation>vignette médiane</translation></message>
<message><source>{side:.0f} px of a {crop:.0f}-px crop</source>
<translation>{side:.0f} px dans une découpe de {crop:.0f} px</translation></message>
<message><source>Figures on pages that were never trained on</source>
<translation>Chiffres sur des pages qui n’ont jamais servi à l’entraînement</translation></message>
<message><source>pages</source>
<translation>pages</translation></message>
<message><source>vignettes</source>
<translation>vignettes</translation></message>
<message><source>boxes</source>
<translation>cadres</translation></message>
<message><source>AP at {overlap}</source>
<translation>AP à {overlap}</translation></message>
<message><source>scanned, {count}</source>
<translation>numérisées, {count}</translation></message>
<message><source>synthetic, {count}</source>
<translation>synthétiques, {count}</translation></message>
<message><source>press, clean, {count}</source>
<translation>presse, nettes, {count}</translation></message>
<message><source>press, worn, {count}</source>
<translation>presse, usées, {count}</translation></message>
<message><source>press, hard, {count}</source>
<translation>presse, difficiles, {count}</translation></message>
<message><source>press, first recipe, clean, {count}</source>
<translation>presse, première recette, nettes, {count}</translation></message>
<message><source>press, first recipe, worn, {count}</source>
<translation>presse, première recette, usées, {count}</translation></message>
<message><source>press, first recipe, hard, {count}</source>
<translation>presse, première recette, difficiles, {count}</translation></message>
<message><source>as detected</source>
<translation>tels que détectés</translation></message>
<message><source>refined</source>
<translation>affinés</translation></message>
<message><source>None were measured.</source>
<translation>Rien n’a été mesuré.</translation></message>
<message><source>Calibration: {real} scanned and {synthetic} synthetic normal instances of held-out pages.</source>
<translation>Étalonnage : {real} empreintes normales numérisées et {synthetic} synthétiques, de pages mises de côté.</translation></message>
<message><source>Calibration: {real} scanned and {synthetic} synthetic normal instances of pages that were held out.</source>
<translation>Étalonnage : {real} empreintes normales numérisées et {synthetic} synthétiques, de pages mises de côté.</translation></message>
<message><source>Notes</source>
<translation>Notes</translation></message>
</context>
<context>
<name>CatalogueChart</name>
<message><source>{block} is said to be {printer}'s; this book says {imprint}</source>
<translation>{block} est dit de {printer} ; ce livre dit {imprint}</translation></message>
<message><source>{block} stands in {his} of {books} books of {printer}; this book says {imprint}</source>
<translation>{block} se trouve dans {his} des {books} livres de {printer} ; ce livre dit {imprint}</translation></message>
</context>
<context>
<name>CatalogueCommands</name>
<message><source>New catalogue…</source>
<translation>Nouveau catalogue…</translation></message>
<message><source>Make a catalogue in a folder of yours</source>
<translation>Créer un catalogue dans un de vos dossiers</translation></message>
<message><source>Open catalogue…</source>
<translation>Ouvrir un catalogue…</translation></message>
<message><source>Open an existing catalogue</source>
<translation>Ouvrir un catalogue existant</translation></message>
<message><source>Close catalogue</source>
<translation>Fermer le catalogue</translation></message>
<message><source>Release it, so that another program can change it</source>
<translation>Le libérer, pour qu’un autre programme puisse le changer</translation></message>
<message><source>Add folder…</source>
<translation>Ajouter un dossier…</translation></message>
<message><source>Take in the pages of a folder and find the ornaments on them</source>
<translation>Importer les pages d’un dossier et y trouver les ornements</translation></message>
<message><source>Add files…</source>
<translation>Ajouter des fichiers…</translation></message>
<message><source>Take in PDFs, TIFFs or pictures</source>
<translation>Importer des PDF, TIFF ou images</translation></message>
<message><source>Add from a library…</source>
<translation>D’une bibliothèque…</translation></message>
<message><source>Fetch the pages of a IIIF manifest by its address, which may be pasted</source>
<translation>Récupérer les pages d’un manifeste IIIF par son adresse, qui peut être collée</translation></message>
<message><source>Export…</source>
<translation>Exporter…</translation></message>
<message><source>Write tables, crops and annotations of the accepted ornaments</source>
<translation>Écrire tableaux, découpes et annotations des ornements acceptés</translation></message>
<message><source>Undo</source>
<translation>Annuler</translation></message>
<message><source>Undo the last change of the catalogue</source>
<translation>Annuler le dernier changement du catalogue</translation></message>
<message><source>Redo</source>
<translation>Rétablir</translation></message>
<message><source>Redo what was undone last</source>
<translation>Refaire ce qui vient d’être annulé</translation></message>
<message><source>Resolution…</source>
<translation>Résolution…</translation></message>
<message><source>Say how many pixels an inch the pages of the book have: millimetres follow</source>
<translation>Dire combien de pixels par pouce ont les pages du livre : les millimètres suivent</translation></message>
<message><source>Accept</source>
<translation>Accepter</translation></message>
<message><source>Accept the proposals as ornaments, and go to the next one</source>
<translation>Accepter ces propositions comme ornements, et passer à la suivante</translation></message>
<message><source>Reject</source>
<translation>Rejeter</translation></message>
<message><source>Reject the proposals, and go to the next one</source>
<translation>Rejeter ces propositions, et passer à la suivante</translation></message>
<message><source>Judge again</source>
<translation>Juger de nouveau</translation></message>
<message><source>Put the ornaments back among the proposals</source>
<translation>Remettre les ornements parmi les propositions</translation></message>
<message><source>Next</source>
<translation>Suivant</translation></message>
<message><source>Go to the next one</source>
<translation>Aller au suivant</translation></message>
<message><source>Same block</source>
<translation>Même bois</translation></message>
<message><source>The selected ornaments, and what was searched for, are of one block or sort</source>
<translation>Les ornements choisis, et celui qu’on cherchait, sont des empreintes d’un même bois ou type</translation></message>
<message><source>Not the same</source>
<translation>Pas le même</translation></message>
<message><source>Not of the block that was searched for; or: these blocks are not the same</source>
<translation>Pas du bois cherché ; ou : ces bois ne sont pas le même</translation></message>
<message><source>New block</source>
<translation>Nouveau bois</translation></message>
<message><source>The selected ornaments are impressions of a block of their own</source>
<translation>Les ornements choisis sont des empreintes d’un bois à part</translation></message>
<message><source>Another block</source>
<translation>Un autre bois</translation></message>
<message><source>These impressions are of another block than the others: they get one of their own</source>
<translation>Ces empreintes sont d’un autre bois que les autres : elles en reçoivent un à elles</translation></message>
<message><source>Take out</source>
<translation>Retirer</translation></message>
<message><source>Take the selected ornaments out of their block or sort</source>
<translation>Retirer les ornements choisis de leur bois ou type</translation></message>
<message><source>Find this</source>
<translation>Chercher ceci</translation></message>
<message><source>Where else was this ornament used? Search the catalogue for its picture</source>
<translation>Où cet ornement a-t-il encore servi ? Chercher son image dans le catalogue</translation></message>
<message><source>Align: reference</source>
<translation>Aligner : référence</translation></message>
<message><source>Make it the reference that others are laid on</source>
<translation>En faire la référence sur laquelle on pose les autres</translation></message>
<message><source>Compare with it</source>
<translation>Comparer à elle</translation></message>
<message><source>Lay the selected ornament on Align's reference</source>
<translation>Poser l’ornement choisi sur la référence d’Aligner</translation></message>
<message><source>Annotate</source>
<translation>Annoter</translation></message>
<message><source>Show it on its page in Annotate</source>
<translation>Le montrer sur sa page dans Annoter</translation></message>
<message><source>Inspect</source>
<translation>Inspecter</translation></message>
<message><source>Compare its vignettes with their siblings</source>
<translation>Comparer ses vignettes à leurs sœurs</translation></message>
<message><source>Back to all</source>
<translation>Revenir à tout</translation></message>
<message><source>Leave the search and show the catalogue</source>
<translation>Quitter la recherche et montrer le catalogue</translation></message>
<message><source>Drop</source>
<translation>Déposer</translation></message>
<message><source>a folder, PDF or pictures: take their pages in</source>
<translation>un dossier, un PDF ou des images : en importer les pages</translation></message>
<message><source>Make or open a catalogue first</source>
<translation>Créez ou ouvrez d’abord un catalogue</translation></message>
<message><source>Select one ornament first</source>
<translation>Choisissez d’abord un ornement</translation></message>
<message><source>Select ornaments first</source>
<translation>Choisissez d’abord des ornements</translation></message>
<message><source>These are vignettes: Annotate judges them</source>
<translation>Ce sont des vignettes : Annoter les juge</translation></message>
<message><source>There is no ornament here</source>
<translation>Il n’y a pas d’ornement ici</translation></message>
<message><source>Select two or more, or search for one first</source>
<translation>Choisissez-en deux ou plus, ou cherchez-en d’abord un</translation></message>
<message><source>Search for one first, or select impressions of two blocks</source>
<translation>Cherchez-en d’abord un, ou choisissez des empreintes de deux bois</translation></message>
<message><source>Select impressions of one block first</source>
<translation>Choisissez d’abord des empreintes d’un même bois</translation></message>
<message><source>Choose a book or select ornaments first</source>
<translation>Choisissez d’abord un livre ou des ornements</translation></message>
<message><source>They belong to no block or sort yet</source>
<translation>Ils n’appartiennent encore à aucun bois ou type</translation></message>
<message><source>Nothing was changed yet</source>
<translation>Rien n’a encore été changé</translation></message>
<message><source>Nothing was undone</source>
<translation>Rien n’a été annulé</translation></message>
<message><source>A search is running</source>
<translation>Une recherche est en cours</translation></message>
<message><source>Align is not installed</source>
<translation>Aligner n’est pas installé</translation></message>
<message><source>Annotate is not installed</source>
<translation>Annoter n’est pas installé</translation></message>
<message><source>Inspect is not installed</source>
<translation>Inspecter n’est pas installé</translation></message>
</context>
<context>
<name>CataloguePanel</name>
<message><source>Add</source>
<translation>Ajouter</translation></message>
<message><source>Take pages in: a folder, files, or a library's manifest</source>
<translation>Importer des pages : un dossier, des fichiers ou le manifeste d’une bibliothèque</translation></message>
<message><source>Pages</source>
<translation>Pages</translation></message>
<message><source>The scans at hand</source>
<translation>Les numérisations à portée de main</translation></message>
<message><source>Ornaments</source>
<translation>Ornements</translation></message>
<message><source>The catalogue's ornaments as a wall of crops</source>
<translation>Les ornements du catalogue, en mur de découpes</translation></message>
<message><source>To judge</source>
<translation>À juger</translation></message>
<message><source>Ornaments that were found and wait for a person</source>
<translation>Ornements trouvés, qui attendent quelqu’un</translation></message>
<message><source>Blocks by book</source>
<translation>Bois par livre</translation></message>
<message><source>Which block is in which book, and what speaks against an imprint</source>
<translation>Quel bois est dans quel livre, et ce qui contredit une adresse</translation></message>
<message><source>{0} (read only)</source>
<translation>{0} (lecture seule)</translation></message>
<message><source>Open the catalogue that is to be searched</source>
<translation>Ouvrir le catalogue où chercher</translation></message>
</context>
<context>
<name>CatalogueStore</name>
<message><source>The catalogue can be changed here again.</source>
<translation>Le catalogue peut de nouveau être changé ici.</translation></message>
</context>
<context>
<name>CatalogueView</name>
<message><source>A catalogue of ornaments</source>
<translation>Un catalogue d’ornements</translation></message>
<message><source>1.  Drop a folder of scans, or make a catalogue in a folder, or open one.
2.  Add folders, PDFs or a library's manifest: ornaments are found and proposed.
3.  Judge the proposals, and search for one by its picture.</source>
<translation>1.  Déposez un dossier de numérisations, ou créez un catalogue dans un dossier, ou ouvrez-en un.
2.  Ajoutez des dossiers, des PDF ou le manifeste d’une bibliothèque : les ornements sont trouvés et proposés.
3.  Jugez les propositions et cherchez un ornement par son image.</translation></message>
<message><source>New catalogue…</source>
<translation>Nouveau catalogue…</translation></message>
<message><source>Open catalogue…</source>
<translation>Ouvrir un catalogue…</translation></message>
<message><source>Try the sample</source>
<translation>Essayer l’exemple</translation></message>
<message><source>Add folder…</source>
<translation>Ajouter un dossier…</translation></message>
<message><source>like “{0}”, best first: {1}</source>
<translation>comme « {0} », le meilleur d’abord : {1}</translation></message>
<message><source>impressions of one block: {0}</source>
<translation>empreintes d’un bois : {0}</translation></message>
<message><source>ornaments: {0}, most like “{1}” first</source>
<translation>ornements : {0}, d’abord les plus proches de « {1} »</translation></message>
<message><source>ornaments: {0}</source>
<translation>ornements : {0}</translation></message>
<message><source>Nothing like it</source>
<translation>Rien de semblable</translation></message>
<message><source>No ornament of the catalogue shows the same. Press Esc to see all again.</source>
<translation>Aucun ornement du catalogue ne montre la même chose. Pressez Échap pour tout revoir.</translation></message>
<message><source>Nothing to judge</source>
<translation>Rien à juger</translation></message>
<message><source>Every proposal is judged. Add pages to find more.</source>
<translation>Toutes les propositions sont jugées. Ajoutez des pages pour en trouver d’autres.</translation></message>
<message><source>No ornament here</source>
<translation>Pas d’ornement ici</translation></message>
<message><source>Add pages, choose another book, or let the filters show more.</source>
<translation>Ajoutez des pages, choisissez un autre livre, ou laissez les filtres en montrer plus.</translation></message>
<message><source>Folder of the new catalogue</source>
<translation>Dossier du nouveau catalogue</translation></message>
<message><source>Catalogues (*.sqlite);;All files (*)</source>
<translation>Catalogues (*.sqlite);;Tous les fichiers (*)</translation></message>
<message><source>Open catalogue</source>
<translation>Ouvrir un catalogue</translation></message>
<message><source>Add a folder of pages</source>
<translation>Ajouter un dossier de pages</translation></message>
<message><source>Add pages</source>
<translation>Ajouter des pages</translation></message>
<message><source>Pages (%s);;All files (*)</source>
<translation>Pages (%s);;Tous les fichiers (*)</translation></message>
<message><source>Add to the catalogue</source>
<translation>Ajouter au catalogue</translation></message>
<message><source>new pages: {0}</source>
<translation>pages nouvelles : {0}</translation></message>
<message><source>ornaments proposed: {0}</source>
<translation>ornements proposés : {0}</translation></message>
<message><source>Add from a library</source>
<translation>Ajouter d’une bibliothèque</translation></message>
<message><source>Address of a IIIF manifest or collection:</source>
<translation>Adresse d’un manifeste ou d’une collection IIIF :</translation></message>
<message><source>Fetch pages</source>
<translation>Récupérer les pages</translation></message>
<message><source>Folder for tables, crops and annotations</source>
<translation>Dossier des tableaux, découpes et annotations</translation></message>
<message><source>Export the catalogue</source>
<translation>Exporter le catalogue</translation></message>
<message><source>files: {0}</source>
<translation>fichiers : {0}</translation></message>
<message><source>No ornament is accepted yet: nothing was written.</source>
<translation>Aucun ornement n’est encore accepté : rien n’a été écrit.</translation></message>
<message><source>No vignette of it is boxed yet: open it in Annotate, box one and press Rematch</source>
<translation>Aucune vignette n’y est encore encadrée : ouvrez-le dans Annoter, encadrez-en une et pressez Rechercher</translation></message>
<message><source>{0} is not there any more</source>
<translation>{0} n’est plus là</translation></message>
<message><source>Labels of the catalogue</source>
<translation>Étiquettes du catalogue</translation></message>
<message><source>Same sort</source>
<translation>Même type</translation></message>
<message><source>Choose the pages with your boxes, or a folder, on the right.</source>
<translation>Choisissez à droite les pages avec vos cadres, ou un dossier.</translation></message>
<message><source>{0}: another sort on each of several pages, trained apart.</source>
<translation>{0} : un autre type sur chacune de plusieurs pages, appris à part.</translation></message>
<message><source>Same sort? Select them.</source>
<translation>Même type ? Choisissez-les.</translation></message>
<message><source>Label {0} {1}
{2}, {3} × {4} px</source>
<translation>Étiquette {0} {1}
{2}, {3} × {4} px</translation></message>
<message><source>The selected entries are one sort: its name and all its pages together</source>
<translation>Les entrées choisies sont un même type : son nom et toutes ses pages ensemble</translation></message>
<message><source>Select two entries or more that are one sort (Ctrl+click)</source>
<translation>Choisissez au moins deux entrées d’un même type (Ctrl+clic)</translation></message>
<message><source>{0} on {1}</source>
<translation>{0} sur {1}</translation></message>
<message><source>no pages: only synthetic ones can train</source>
<translation>pas de pages : seules des pages synthétiques peuvent l’entraîner</translation></message>
<message><source>the median vignette has a side of {0} px</source>
<translation>la vignette médiane a un côté de {0} px</translation></message>
</context>
<context>
<name>CatalogueWords</name>
<message><source>{user} on {host} (process {pid}, since {since}) is writing this project; here it can only be read</source>
<translation>{user} sur {host} (processus {pid}, depuis {since}) écrit ce projet ; ici il ne peut qu’être lu</translation></message>
<message><source>another program is writing this project; here it can only be read</source>
<translation>un autre programme écrit ce projet ; ici il ne peut qu’être lu</translation></message>
<message><source>the project is open for reading only</source>
<translation>le projet est ouvert en lecture seule</translation></message>
<message><source>its folder cannot be written; here the project can only be read</source>
<translation>son dossier ne permet pas d’écrire ; ici le projet ne peut qu’être lu</translation></message>
<message><source>accept ornaments ({count})</source>
<translation>accepter des ornements ({count})</translation></message>
<message><source>reject ornaments ({count})</source>
<translation>rejeter des ornements ({count})</translation></message>
<message><source>propose ornaments again ({count})</source>
<translation>reproposer des ornements ({count})</translation></message>
<message><source>call ornaments {kind} ({count})</source>
<translation>nommer des ornements {kind} ({count})</translation></message>
<message><source>change the box of an ornament</source>
<translation>changer le cadre d’un ornement</translation></message>
<message><source>change the note of an ornament</source>
<translation>changer la note d’un ornement</translation></message>
<message><source>add an ornament</source>
<translation>ajouter un ornement</translation></message>
<message><source>remove ornaments ({count})</source>
<translation>retirer des ornements ({count})</translation></message>
<message><source>make {name}</source>
<translation>créer {name}</translation></message>
<message><source>change {name}</source>
<translation>changer {name}</translation></message>
<message><source>join {name} and {other}</source>
<translation>réunir {name} et {other}</translation></message>
<message><source>take impressions ({count}) out of {name} as {other}</source>
<translation>sortir des empreintes ({count}) de {name} comme {other}</translation></message>
<message><source>assign impressions ({count}) to {name}</source>
<translation>attribuer des empreintes ({count}) à {name}</translation></message>
<message><source>propose impressions ({count}) of {name}</source>
<translation>proposer des empreintes ({count}) de {name}</translation></message>
<message><source>refuse impressions ({count}) of {name}</source>
<translation>refuser des empreintes ({count}) de {name}</translation></message>
<message><source>take impressions ({count}) back</source>
<translation>reprendre des empreintes ({count})</translation></message>
<message><source>tell {name} and {other} apart</source>
<translation>distinguer {name} et {other}</translation></message>
<message><source>change the book {name}</source>
<translation>changer l’exemplaire {name}</translation></message>
<message><source>change pages ({count})</source>
<translation>changer des pages ({count})</translation></message>
<message><source>take annotations of {name} in</source>
<translation>prendre les annotations de {name}</translation></message>
<message><source>link a comparison</source>
<translation>lier une comparaison</translation></message>
<message><source>remove a comparison</source>
<translation>retirer une comparaison</translation></message>
<message><source>“{what}” cannot be undone: what it changed has been changed since</source>
<translation>« {what} » ne peut être annulé : ce que cela a changé a changé depuis</translation></message>
<message><source>{page}: its picture is another than before; its ornaments stay</source>
<translation>{page} : son image n’est plus la même ; ses ornements restent</translation></message>
<message><source>ornaments are not looked for: this installation has no finder yet</source>
<translation>les ornements ne sont pas cherchés : cette installation n’a pas encore de chercheur</translation></message>
<message><source>searching {page}</source>
<translation>recherche dans {page}</translation></message>
<message><source>{page}: {note}</source>
<translation>{page} : {note}</translation></message>
<message><source>{path}: this project is new, nothing stands in it yet</source>
<translation>{path} : ce projet est nouveau, il ne contient encore rien</translation></message>
<message><source>holds no page</source>
<translation>ne contient pas de page</translation></message>
<message><source>no ornament is accepted, or of the kind and book that are asked for</source>
<translation>aucun ornement n’est accepté, ou du genre et du livre demandés</translation></message>
<message><source>annotations that mark no part of a page of this project: {count}</source>
<translation>annotations qui ne marquent aucun endroit d’une page de ce projet : {count}</translation></message>
<message><source>the ornament itself</source>
<translation>l’ornement lui-même</translation></message>
<message><source>the project shows it nowhere else</source>
<translation>le projet ne le montre nulle part ailleurs</translation></message>
<message><source>nothing else was found, but not all pages could be read</source>
<translation>rien d’autre n’a été trouvé, mais toutes les pages n’ont pu être lues</translation></message>
</context>
<context>
<name>ChangedBadge</name>
<message><source>changed</source>
<translation>changée</translation></message>
<message><source>Not the usual value: back to {0}</source>
<translation>Pas la valeur habituelle : revenir à {0}</translation></message>
</context>
<context>
<name>Chart</name>
<message><source>Printer</source>
<translation>Imprimeur</translation></message>
<message><source>Blocks or sorts</source>
<translation>Bois ou types</translation></message>
<message><source>blocks</source>
<translation>bois</translation></message>
<message><source>sorts</source>
<translation>types</translation></message>
<message><source>Blocks by book</source>
<translation>Bois par livre</translation></message>
<message><source>Show</source>
<translation>Montrer</translation></message>
<message><source>in books of all printers</source>
<translation>dans les livres de tous les imprimeurs</translation></message>
<message><source>No impression has a block yet: select ornaments, then Same block</source>
<translation>Aucune empreinte n’a encore de bois : choisissez des ornements, puis Même bois</translation></message>
<message><source>speaks against an imprint: {0}</source>
<translation>contredit une adresse : {0}</translation></message>
</context>
<context>
<name>ChartModel</name>
<message><source>impressions: {0}</source>
<translation>empreintes : {0}</translation></message>
</context>
<context>
<name>CommandLine</name>
<message><source>positional arguments</source>
<translation>arguments</translation></message>
<message><source>options</source>
<translation>options</translation></message>
<message><source>show this help message and exit</source>
<translation>montrer cette aide et finir</translation></message>
<message><source>show program's version number and exit</source>
<translation>montrer la version et finir</translation></message>
<message><source>the following arguments are required: %s</source>
<translation>il manque les arguments : %s</translation></message>
<message><source>unrecognized arguments: %s</source>
<translation>arguments inconnus : %s</translation></message>
<message><source>expected one argument</source>
<translation>un argument est attendu</translation></message>
<message><source>expected at least one argument</source>
<translation>au moins un argument est attendu</translation></message>
<message><source>expected %s arguments</source>
<translation>%s arguments sont attendus</translation></message>
<message><source>argument %(argument_name)s: %(message)s</source>
<translation>argument %(argument_name)s : %(message)s</translation></message>
<message><source>invalid choice: %(value)r (choose from %(choices)s)</source>
<translation>choix inconnu : %(value)r (parmi %(choices)s)</translation></message>
<message><source>invalid %(type)s value: %(value)r</source>
<translation>valeur %(type)s irrecevable : %(value)r</translation></message>
<message><source>not allowed with argument %s</source>
<translation>ne va pas avec l’argument %s</translation></message>
<message><source>{program}: {message} (see {program} --help)</source>
<translation>{program} : {message} (voir {program} --help)</translation></message>
<message><source>Annotate, align and inspect the ornaments of early printed books. Without a command the window opens, with the files that are named.</source>
<translation>Annoter, aligner et inspecter les ornements des livres anciens. Sans commande, la fenêtre s’ouvre, avec les fichiers nommés.</translation></message>
<message><source>language of what is printed: en, fr (default: that of the system)</source>
<translation>langue de ce qui est affiché : en, fr (par défaut : celle du système)</translation></message>
<message><source>needs the laboratory, which is not installed: pip install 'autolabelme[lab]'</source>
<translation>demande le laboratoire, qui n’est pas installé : pip install 'autolabelme[lab]'</translation></message>
<message><source>autolabelme: cancelled</source>
<translation>autolabelme : arrêté</translation></message>
<message><source>autolabelme: {error}</source>
<translation>autolabelme : {error}</translation></message>
<message><source>autolabelme: {reason}</source>
<translation>autolabelme : {reason}</translation></message>
<message><source>autolabelme: {name}: no such file, and no such command</source>
<translation>autolabelme : {name} : ni fichier ni commande de ce nom</translation></message>
<message><source>a project of books, ornaments, blocks and sorts, searched by picture</source>
<translation>un projet d’exemplaires, d’ornements, de bois et de types, interrogé par l’image</translation></message>
<message><source>One project of books, pages, ornaments, blocks and sorts. PROJECT is its file, or the folder in which catalogue.sqlite stands; add and search make it where it does not exist.</source>
<translation>Un projet de livres, pages, ornements, bois et types. PROJECT est son fichier, ou le dossier où se trouve catalogue.sqlite ; add et search le créent s’il n’existe pas.</translation></message>
<message><source>where the pages are</source>
<translation>où sont les pages</translation></message>
<message><source>do not look for ornaments</source>
<translation>ne pas chercher d’ornements</translation></message>
<message><source>which pages of each book (default: all)</source>
<translation>quelles pages de chaque exemplaire (par défaut : toutes)</translation></message>
<message><source>new pages: {new}, known: {known}, proposed ornaments: {proposals}, bad: {bad}</source>
<translation>pages nouvelles : {new}, connues : {known}, ornements proposés : {proposals}, mauvaises : {bad}</translation></message>
<message><source>one or more of: %(choices)s</source>
<translation>un ou plusieurs parmi : %(choices)s</translation></message>
<message><source>default: proposed and accepted ones</source>
<translation>par défaut : les proposés et les acceptés</translation></message>
<message><source>only impressions of this block or sort</source>
<translation>seulement des empreintes de ce bois ou type</translation></message>
<message><source>only of this book</source>
<translation>seulement de cet exemplaire</translation></message>
<message><source>only of books of this printer</source>
<translation>seulement de livres de cet imprimeur</translation></message>
<message><source>only of books of these years</source>
<translation>seulement de livres de ces années</translation></message>
<message><source>default: by the year of the book, then its title</source>
<translation>par défaut : par année du livre, puis par titre</translation></message>
<message><source>no more than this many</source>
<translation>pas plus que ce nombre</translation></message>
<message><source>id</source>
<translation>id</translation></message>
<message><source>book</source>
<translation>exemplaire</translation></message>
<message><source>page</source>
<translation>page</translation></message>
<message><source>kind</source>
<translation>genre</translation></message>
<message><source>state</source>
<translation>état</translation></message>
<message><source>block</source>
<translation>bois</translation></message>
<message><source>a page of the project (its JSON, or its image with the JSON beside it) and a label that is boxed on it</source>
<translation>une page du projet (son JSON, ou son image avec le JSON à côté) et une étiquette qui y est encadrée</translation></message>
<message><source>matches</source>
<translation>occurrences</translation></message>
<message><source>default: all</source>
<translation>par défaut : tout</translation></message>
<message><source>default: export beside the project</source>
<translation>par défaut : export à côté du projet</translation></message>
<message><source>default: accepted ones</source>
<translation>par défaut : les acceptés</translation></message>
<message><source>also each single vignette that is boxed on the pages</source>
<translation>aussi chaque vignette encadrée sur les pages</translation></message>
<message><source>your name, as creator of what you decided (default: nobody is named)</source>
<translation>votre nom, comme auteur de ce que vous avez décidé (par défaut : personne n’est nommé)</translation></message>
<message><source>the address under which the annotations will be published</source>
<translation>l’adresse où les annotations seront publiées</translation></message>
<message><source>JSON files</source>
<translation>fichiers JSON</translation></message>
<message><source>a block or sort, by its id or its name</source>
<translation>un bois ou un type, par son identifiant ou son nom</translation></message>
<message><source>those that are the same</source>
<translation>ceux qui sont le même</translation></message>
<message><source>the other one</source>
<translation>l’autre</translation></message>
<message><source>where they are now, by its id or its name</source>
<translation>celui où elles sont, par son identifiant ou son nom</translation></message>
<message><source>of the new block</source>
<translation>du nouveau bois</translation></message>
<message><source>its impressions</source>
<translation>ses empreintes</translation></message>
<message><source>what is none of its impressions</source>
<translation>ce qui n’en est pas une empreinte</translation></message>
<message><source>by their ids or what these begin with</source>
<translation>par leurs identifiants ou leur début</translation></message>
<message><source>the impression that stands for it</source>
<translation>l’empreinte qui le représente</translation></message>
<message><source>its id, or what that begins with</source>
<translation>son identifiant, ou son début</translation></message>
<message><source>one of: %(choices)s</source>
<translation>l’un de : %(choices)s</translation></message>
<message><source>its place on the page, pixels</source>
<translation>sa place sur la page, en pixels</translation></message>
<message><source>a page's file as lists name it, or its id</source>
<translation>le fichier d’une page tel que les listes le nomment, ou son identifiant</translation></message>
<message><source>pixels of the page</source>
<translation>pixels de la page</translation></message>
<message><source>files as lists name them, or ids</source>
<translation>des fichiers tels que les listes les nomment, ou des identifiants</translation></message>
<message><source>its resolution: sizes in mm follow</source>
<translation>sa résolution : les tailles en mm suivent</translation></message>
<message><source>the book that it belongs to</source>
<translation>le livre auquel elle appartient</translation></message>
<message><source>the result</source>
<translation>le résultat</translation></message>
<message><source>one, or the two that were compared</source>
<translation>un ornement, ou les deux qui furent comparés</translation></message>
<message><source>what made it</source>
<translation>ce qui l’a fait</translation></message>
<message><source>what it says</source>
<translation>ce qu’il dit</translation></message>
<message><source>of the link, as link prints it</source>
<translation>du lien, tel que link l’écrit</translation></message>
<message><source>proposed ornaments: {new}, known: {known}</source>
<translation>ornements proposés : {new}, connus : {known}</translation></message>
<message><source>ornaments, by their ids or what these begin with</source>
<translation>des ornements, par leur identifiant ou son début</translation></message>
<message><source>also say what they are: %(choices)s</source>
<translation>dire aussi ce qu’ils sont : %(choices)s</translation></message>
<message><source>of a block; a name that none has makes a new one</source>
<translation>d’un bois ; un nom que nul n’a en crée un</translation></message>
<message><source>whose block it is</source>
<translation>de qui est le bois</translation></message>
<message><source>default: both</source>
<translation>par défaut : les deux</translation></message>
<message><source>a printer as the books name him</source>
<translation>un imprimeur comme les livres le nomment</translation></message>
<message><source>sort</source>
<translation>type</translation></message>
<message><source>name</source>
<translation>nom</translation></message>
<message><source>type</source>
<translation>type</translation></message>
<message><source>impressions</source>
<translation>empreintes</translation></message>
<message><source>books</source>
<translation>exemplaires</translation></message>
<message><source>years</source>
<translation>années</translation></message>
<message><source>printer</source>
<translation>imprimeur</translation></message>
<message><source>year</source>
<translation>année</translation></message>
<message><source>blocks</source>
<translation>bois</translation></message>
<message><source>the resolution of its pages where files and library do not say it: sizes in mm follow</source>
<translation>la résolution de ses pages quand ni les fichiers ni la bibliothèque ne la disent ; les tailles en mm suivent</translation></message>
<message><source>title</source>
<translation>titre</translation></message>
<message><source>pages</source>
<translation>pages</translation></message>
<message><source>ornaments</source>
<translation>ornements</translation></message>
<message><source>proposed</source>
<translation>proposés</translation></message>
<message><source>where to look (default: the project's folder)</source>
<translation>où chercher (par défaut : le dossier du projet)</translation></message>
<message><source>rebuild</source>
<translation>reconstruction</translation></message>
<message><source>books: {books}, pages: {pages}, ornaments: {ornaments}</source>
<translation>exemplaires : {books}, pages : {pages}, ornements : {ornaments}</translation></message>
<message><source>relink</source>
<translation>nouveaux liens</translation></message>
<message><source>missing: {missing}, found again: {found}</source>
<translation>manquantes : {missing}, retrouvées : {found}</translation></message>
<message><source>the ornament, or a page with --box</source>
<translation>l’ornement, ou une page avec --box</translation></message>
<message><source>the ornament's place on the page, pixels</source>
<translation>la place de l’ornement sur la page, en pixels</translation></message>
<message><source>keep them in the project, for a person to confirm</source>
<translation>les garder dans le projet, à confirmer</translation></message>
<message><source>score</source>
<translation>score</translation></message>
<message><source>verdict</source>
<translation>verdict</translation></message>
<message><source>the project's file or folder</source>
<translation>le fichier ou le dossier du projet</translation></message>
<message><source>print one JSON object</source>
<translation>afficher un objet JSON</translation></message>
<message><source>autolabelme: note: {text}</source>
<translation>autolabelme : note : {text}</translation></message>
<message><source>say what this installation can do</source>
<translation>dire ce que cette installation sait faire</translation></message>
<message><source>find every copy of the boxed vignettes</source>
<translation>trouver toutes les copies des vignettes encadrées</translation></message>
<message><source>Find every copy of the vignettes that are boxed in a LabelMe file (one box or more a label) and save &lt;name&gt;_matched.json and &lt;name&gt;_descriptor.json.</source>
<translation>Trouve toutes les copies des vignettes encadrées dans un fichier LabelMe (un cadre ou plus par étiquette) et enregistre &lt;nom&gt;_matched.json et &lt;nom&gt;_descriptor.json.</translation></message>
<message><source>LabelMe JSON, a folder of them, or an image with --template</source>
<translation>fichier LabelMe JSON, dossier de tels fichiers, ou image avec --template</translation></message>
<message><source>only these labels</source>
<translation>ces étiquettes seulement</translation></message>
<message><source>one angle in degrees, or every 5 degrees from MIN up to MAX</source>
<translation>un angle en degrés, ou tous les 5 degrés de MIN à MAX</translation></message>
<message><source>what the neighbourhood bounds (default %(default)s)</source>
<translation>ce que borne le voisinage (par défaut %(default)s)</translation></message>
<message><source>take the template from another page (its JSON, or its image with the JSON beside it); the whole page is searched</source>
<translation>prendre le gabarit d’une autre page (son JSON, ou son image avec le JSON à côté) ; toute la page est parcourue</translation></message>
<message><source>file to write, or a folder when there are several pages</source>
<translation>fichier à écrire, ou dossier s’il y a plusieurs pages</translation></message>
<message><source>with --template or --scope folder: equal labels of these pages are one sort</source>
<translation>avec --template ou --scope folder : des étiquettes égales de ces pages sont un même type</translation></message>
<message><source>of several pages, also search those marked as reviewed</source>
<translation>parmi plusieurs pages, chercher aussi dans celles marquées comme relues</translation></message>
<message><source>write &lt;image&gt;_ before every label, as the old tool did</source>
<translation>écrire &lt;image&gt;_ devant chaque étiquette, comme l’ancien outil</translation></message>
<message><source>print the result as one JSON object</source>
<translation>afficher le résultat en un objet JSON</translation></message>
<message><source>table of label by page as CSV</source>
<translation>tableau des étiquettes par page, en CSV</translation></message>
<message><source>Count the vignettes of each label on each page, and in which poses they stand. Pages of one name in several folders are named with their folders.</source>
<translation>Compte les vignettes de chaque étiquette sur chaque page, et leurs poses. Les pages de même nom dans plusieurs dossiers sont nommées avec leur dossier.</translation></message>
<message><source>folder of annotated pages, or one file</source>
<translation>dossier de pages annotées, ou un fichier</translation></message>
<message><source>write here instead of printing</source>
<translation>écrire ici au lieu d’afficher</translation></message>
<message><source>one column for each page, counts only</source>
<translation>une colonne par page, les nombres seuls</translation></message>
<message><source>write YOLO, COCO or Pascal VOC files</source>
<translation>écrire des fichiers YOLO, COCO ou Pascal VOC</translation></message>
<message><source>Write the vignettes for detectors and other annotation programs. A later export in the same format replaces the earlier one in the folder as a whole.</source>
<translation>Écrit les vignettes pour des détecteurs et d’autres programmes d’annotation. Un export ultérieur de même format remplace en entier celui du dossier.</translation></message>
<message><source>LabelMe JSON or a folder of them</source>
<translation>fichier LabelMe JSON ou dossier de tels fichiers</translation></message>
<message><source>what to write: one of %(choices)s</source>
<translation>que écrire : un parmi %(choices)s</translation></message>
<message><source>folder (default: export_&lt;format&gt; beside INPUT)</source>
<translation>dossier (par défaut : export_&lt;format&gt; à côté d’INPUT)</translation></message>
<message><source>copy the pages, too</source>
<translation>copier aussi les pages</translation></message>
<message><source>equal labels are one sort (default: only where files or catalogue.json say so)</source>
<translation>des étiquettes égales sont un même type (par défaut : seulement si les fichiers ou catalogue.json le disent)</translation></message>
<message><source>cut every vignette out of its page, with a table</source>
<translation>découper chaque vignette de sa page, avec un tableau</translation></message>
<message><source>Write templates/&lt;page&gt;/&lt;label&gt;/ with a picture of each vignette, and crops.csv with the places on the page. Crops of an earlier run that no longer apply are removed.</source>
<translation>Écrit templates/&lt;page&gt;/&lt;étiquette&gt;/ avec une image de chaque vignette, et crops.csv avec leurs places sur la page. Les découpes d’un passage antérieur qui n’ont plus cours sont retirées.</translation></message>
<message><source>annotation file or a folder of them</source>
<translation>fichier d’annotation ou dossier de tels fichiers</translation></message>
<message><source>where templates/ is made (default: beside it)</source>
<translation>où faire templates/ (par défaut : à côté)</translation></message>
<message><source>default jpeg</source>
<translation>jpeg par défaut</translation></message>
<message><source>run the whole chain on the bundled sample</source>
<translation>dérouler toute la chaîne sur l’exemple fourni</translation></message>
<message><source>where its files go (default: autolabelme-demo)</source>
<translation>où vont ses fichiers (par défaut : autolabelme-demo)</translation></message>
<message><source>do not open the window at the end</source>
<translation>ne pas ouvrir la fenêtre à la fin</translation></message>
<message><source>matching</source>
<translation>recherche</translation></message>
<message><source>autolabelme: note: {note}</source>
<translation>autolabelme : note : {note}</translation></message>
<message><source>label</source>
<translation>étiquette</translation></message>
<message><source>seconds</source>
<translation>secondes</translation></message>
<message><source>poses</source>
<translation>poses</translation></message>
<message><source>wrote {file}</source>
<translation>écrit : {file}</translation></message>
<message><source>autolabelme: {remark}</source>
<translation>autolabelme : {remark}</translation></message>
<message><source>autolabelme: {file}: no vignette; {why}</source>
<translation>autolabelme : {file} : aucune vignette ; {why}</translation></message>
<message><source>autolabelme: left out {left}</source>
<translation>autolabelme : omis : {left}</translation></message>
<message><source>autolabelme: note: {note}{hint}</source>
<translation>autolabelme : note : {note}{hint}</translation></message>
<message><source>export {format}</source>
<translation>export {format}</translation></message>
<message><source>wrote {folder} (pages: {pages}, boxes: {boxes}, files: {files})</source>
<translation>écrit : {folder} (pages : {pages}, cadres : {boxes}, fichiers : {files})</translation></message>
<message><source>wrote {folder} (crops: {count})</source>
<translation>écrit : {folder} (découpes : {count})</translation></message>
<message><source>AutoLabelme</source>
<translation>AutoLabelme</translation></message>
<message><source>what</source>
<translation>quoi</translation></message>
<message><source>found</source>
<translation>trouvé</translation></message>
<message><source>{stage} ...</source>
<translation>{stage}...</translation></message>
<message><source>  {line}</source>
<translation>  {line}</translation></message>
<message><source>  wrote {file}</source>
<translation>  écrit : {file}</translation></message>
<message><source>  {seconds:.1f} s</source>
<translation>  {seconds:.1f} s</translation></message>
<message><source>Done in {seconds:.1f} s; everything is in {folder}</source>
<translation>Terminé en {seconds:.1f} s ; tout est dans {folder}</translation></message>
<message><source>Opening the window on {name}</source>
<translation>La fenêtre s’ouvre sur {name}</translation></message>
<message><source>{name}: labels: {labels}, vignettes: {vignettes}, {seconds:.1f} s; against the truth: precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}, right pose {pose:.2f}</source>
<translation>{name} : étiquettes : {labels}, vignettes : {vignettes}, {seconds:.1f} s ; comparé à la vérité : précision {precision:.2f}, rappel {recall:.2f}, F1 {f1:.2f}, pose juste {pose:.2f}</translation></message>
<message><source>{name}: crops: {count}</source>
<translation>{name} : découpes : {count}</translation></message>
<message><source>who signs the report (default: nobody is named)</source>
<translation>qui signe le rapport (par défaut : personne n’est nommé)</translation></message>
<message><source>do not {0}</source>
<translation>l’inverse de : {0}</translation></message>
<message><source>{0} to {1}</source>
<translation>{0} à {1}</translation></message>
<message><source>default {0}</source>
<translation>par défaut {0}</translation></message>
<message><source>lay sources on a reference (RANSAC-Flow)</source>
<translation>poser des sources sur une référence (RANSAC-Flow)</translation></message>
<message><source>align one or more sources to a reference</source>
<translation>aligner une ou plusieurs sources sur une référence</translation></message>
<message><source>Lay each SOURCE on REFERENCE and write &lt;name&gt;_aligned, &lt;name&gt;_overlay.png, &lt;name&gt;_difference.png (red: ink of the source alone, cyan: of the reference alone) and &lt;name&gt;_alignment.json, and results.csv, the table of all results in the folder. Exit status: 0 all aligned, 3 some refused or broken, 2 a bad call or reference.</source>
<translation>Pose chaque SOURCE sur REFERENCE et écrit &lt;nom&gt;_aligned, &lt;nom&gt;_overlay.png, &lt;nom&gt;_difference.png (rouge : encre de la source seule, cyan : de la référence seule) et &lt;nom&gt;_alignment.json, et results.csv, la table de tous les résultats du dossier. État de sortie : 0 toutes alignées, 3 certaines refusées ou illisibles, 2 mauvais appel ou mauvaise référence.</translation></message>
<message><source>the image that stays</source>
<translation>l’image qui reste en place</translation></message>
<message><source>images to lay on it</source>
<translation>images à poser sur elle</translation></message>
<message><source>folder for the results</source>
<translation>dossier des résultats</translation></message>
<message><source>deformation cap: the longest displacement of the fine stage, reference pixels; 0 is rigid, 'free' has no cap (default 5%% of the reference's longer side)</source>
<translation>déformation maximale : le plus long déplacement de l’étape fine, en pixels de la référence ; 0 est rigide, « free » sans limite (par défaut 5 %% du grand côté de la référence)</translation></message>
<message><source>RANSAC-Flow checkpoint for the network (default: the bundled weights)</source>
<translation>poids RANSAC-Flow du réseau (par défaut : les poids fournis)</translation></message>
<message><source>align to this part of the reference: left, top, right, bottom, pixels</source>
<translation>aligner sur cette partie de la référence : gauche, haut, droite, bas, en pixels</translation></message>
<message><source>4 or more point pairs instead of features: CSV with the columns reference_x, reference_y, source_x, source_y (and source, a file name, when they differ), or JSON lists of the four</source>
<translation>4 paires de points ou plus au lieu des points trouvés : CSV aux colonnes reference_x, reference_y, source_x, source_y (et source, un nom de fichier, quand elles diffèrent), ou listes JSON des quatre</translation></message>
<message><source>also write the map as &lt;name&gt;_flow.npz</source>
<translation>écrire aussi le champ de déplacement dans &lt;nom&gt;_flow.npz</translation></message>
<message><source>print the results as one JSON object</source>
<translation>afficher les résultats en un objet JSON</translation></message>
<message><source>the reference's resolution where its file does not say it</source>
<translation>résolution de la référence quand son fichier ne la dit pas</translation></message>
<message><source>the same by a ruler or a known size: two points on the reference, pixels, and their distance</source>
<translation>la même par une règle ou une taille connue : deux points de la référence, en pixels, et leur distance</translation></message>
<message><source>one page on an aligned pair</source>
<translation>une page sur une paire alignée</translation></message>
<message><source>Write what `align run` found of a pair as one page: the verdict on the block, both impressions, one upon the other, residual moves, and what it was made of and with.</source>
<translation>Écrit en une page ce que « align run » a trouvé d’une paire : le verdict sur le bois, les deux empreintes, l’une sur l’autre, les écarts résiduels, et de quoi et comment elle est faite.</translation></message>
<message><source>&lt;name&gt;_alignment.json of `align run`</source>
<translation>&lt;nom&gt;_alignment.json de « align run »</translation></message>
<message><source>the page: .html or .pdf</source>
<translation>la page : .html ou .pdf</translation></message>
<message><source>what broke between impressions of one block, and in which order they were printed</source>
<translation>ce qui s’est cassé entre les empreintes d’un bois, et dans quel ordre elles furent tirées</translation></message>
<message><source>Lay each IMPRESSION on REFERENCE, find what broke between them, and write ledger.json, events.csv, matrix.csv, report.html and the laid impressions. The order rests on breaks alone: they never heal. Exit status: 0 all laid, 3 some refused or broken, 2 a bad call or reference.</source>
<translation>Pose chaque IMPRESSION sur REFERENCE, trouve ce qui s’est cassé entre elles, et écrit ledger.json, events.csv, matrix.csv, report.html et les empreintes posées. L’ordre ne repose que sur les cassures : elles ne guérissent jamais. État de sortie : 0 toutes posées, 3 certaines refusées ou illisibles, 2 mauvais appel ou mauvaise référence.</translation></message>
<message><source>an impression, on which the others are laid</source>
<translation>une empreinte, sur laquelle les autres sont posées</translation></message>
<message><source>other impressions of the same block</source>
<translation>d’autres empreintes du même bois</translation></message>
<message><source>folder for the ledger</source>
<translation>dossier du registre</translation></message>
<message><source>CSV with the columns file, year and, if you like, uncertainty (years either way); an impression without a year is placed between the dated ones, as far as the events tell</source>
<translation>CSV aux colonnes file, year et, si l’on veut, uncertainty (années de part et d’autre) ; une empreinte sans année est placée entre les datées, autant que les événements le disent</translation></message>
<message><source>print the ledger as one JSON object</source>
<translation>afficher le registre en un objet JSON</translation></message>
<message><source>train the fine networks</source>
<translation>entraîner les réseaux de l’étape fine</translation></message>
<message><source>Train the fine networks on press ornaments: supervised on known warps, and as in the paper with SSIM, cycle consistency and matchability. Writes fine_flow.safetensors, which --ransac-flow takes. Ctrl-C keeps the weights so far.</source>
<translation>Entraîne les réseaux de l’étape fine sur des ornements de la presse : supervisé sur des déformations connues, et comme dans l’article par SSIM, cohérence de cycle et appariement. Écrit fine_flow.safetensors, que prend --ransac-flow. Ctrl-C garde les poids atteints.</translation></message>
<message><source>folder for weights, checkpoint and log</source>
<translation>dossier des poids, des points de reprise et du journal</translation></message>
<message><source>go on from the last checkpoint in the output folder</source>
<translation>continuer depuis le dernier point de reprise du dossier de sortie</translation></message>
<message><source>begin with these weights</source>
<translation>partir de ces poids</translation></message>
<message><source>--region is the earlier form of --box: write --box {box} from now on</source>
<translation>--region est l’ancienne forme de --box : écrire désormais --box {box}</translation></message>
<message><source>aligning</source>
<translation>alignement</translation></message>
<message><source>reading the block</source>
<translation>lecture du bois</translation></message>
<message><source>autolabelme: {name}: {reason}</source>
<translation>autolabelme : {name} : {reason}</translation></message>
<message><source>{name}: error: {reason}</source>
<translation>{name} : erreur : {reason}</translation></message>
<message><source>{name}: refused: {reason}</source>
<translation>{name} : refusé : {reason}</translation></message>
<message><source>{name}: {status}: {features}, {inliers} inliers, NCC {before:.2f} before, {coarse:.2f} coarse, {fine:.2f} fine, {seconds:.1f} s</source>
<translation>{name} : {status} : {features}, {inliers} points concordants, NCC {before:.2f} avant, {coarse:.2f} étape grossière, {fine:.2f} fine, {seconds:.1f} s</translation></message>
<message><source>  {kind}: {words}</source>
<translation>  {kind} : {words}</translation></message>
<message><source>training</source>
<translation>entraînement</translation></message>
<message><source>{weights}: {steps} steps in {minutes:.1f} min; held-out median error {error:.2f} px, without flow {still:.2f} px</source>
<translation>{weights} : {steps} pas en {minutes:.1f} min ; erreur médiane hors apprentissage {error:.2f} px, sans flux {still:.2f} px</translation></message>
<message><source>suspect.png on reference.png: {status}</source>
<translation>suspect.png sur reference.png : {status}</translation></message>
<message><source>NCC {before:.2f} before, {coarse:.2f} coarse, {fine:.2f} fine; median error against the known bend {error:.2f} px; planted differences: {edits}</source>
<translation>NCC {before:.2f} avant, {coarse:.2f} étape grossière, {fine:.2f} fine ; erreur médiane par rapport à la déformation connue {error:.2f} px ; différences posées : {edits}</translation></message>
<message><source>train, measure and run the detector of vignettes</source>
<translation>entraîner, mesurer et lancer le détecteur de vignettes</translation></message>
<message><source>train a detector from a catalogue</source>
<translation>entraîner un détecteur à partir d’un catalogue</translation></message>
<message><source>Train a detector and its decoder. A class is a label without its pose suffix. Ctrl-C keeps the best so far.</source>
<translation>Entraîne un détecteur et son décodeur. Une classe est une étiquette sans son suffixe de pose. Ctrl-C garde le meilleur atteint.</translation></message>
<message><source>matched LabelMe files (or a folder of them), a folder of saved crops, or a model's folder</source>
<translation>fichiers LabelMe « _matched » (ou un dossier), dossier de découpes, ou dossier d’un modèle</translation></message>
<message><source>folder to write the model to</source>
<translation>dossier où écrire le modèle</translation></message>
<message><source>equal labels of these pages are one sort (default: only where files or catalogue.json say so)</source>
<translation>des étiquettes égales de ces pages sont un même type (par défaut : seulement si les fichiers ou catalogue.json le disent)</translation></message>
<message><source>quick: 10 minutes; good: 75 minutes; best: until it learns no more. Other options change it (default: each option's own default, as best)</source>
<translation>quick : 10 minutes ; good : 75 minutes ; best : jusqu’à ce qu’il n’apprenne plus. D’autres options le changent (par défaut : la valeur propre de chaque option, comme best)</translation></message>
<message><source>go on with an interrupted training of the same folder</source>
<translation>continuer un entraînement interrompu du même dossier</translation></message>
<message><source>measure a model on pages with truth</source>
<translation>mesurer un modèle sur des pages dont la vérité est connue</translation></message>
<message><source>folder of a model, or sample for the bundled one</source>
<translation>dossier d’un modèle, ou sample pour celui qui est fourni</translation></message>
<message><source>LabelMe files with truth, or folders of them</source>
<translation>fichiers LabelMe avec la vérité, ou leurs dossiers</translation></message>
<message><source>overlaps at which a box counts (default {ious})</source>
<translation>recouvrements à partir desquels un cadre compte (par défaut {ious})</translation></message>
<message><source>draw precision over recall</source>
<translation>tracer la précision selon le rappel</translation></message>
<message><source>print the figures as one JSON object</source>
<translation>afficher les chiffres en un objet JSON</translation></message>
<message><source>find the catalogue's vignettes on images</source>
<translation>trouver les vignettes du catalogue sur des images</translation></message>
<message><source>images, or folders of them</source>
<translation>images, ou leurs dossiers</translation></message>
<message><source>where the LabelMe files go</source>
<translation>où vont les fichiers LabelMe</translation></message>
<message><source>set and print pages from a catalogue, with truth</source>
<translation>composer et imprimer des pages à partir d’un catalogue, vérité connue</translation></message>
<message><source>Set compound ornaments from a catalogue's vignettes, print them on paper, and write each page with a LabelMe file of what stands where.</source>
<translation>Compose des ornements avec les vignettes d’un catalogue, les imprime sur papier, et écrit chaque page avec un fichier LabelMe de ce qui s’y trouve.</translation></message>
<message><source>LabelMe file or folder of them, a folder of saved crops, or a folder with catalogue.json</source>
<translation>fichier LabelMe ou dossier de tels fichiers, dossier de découpes, ou dossier avec catalogue.json</translation></message>
<message><source>how many pages</source>
<translation>combien de pages</translation></message>
<message><source>equal labels of two pages are one sort</source>
<translation>des étiquettes égales de deux pages sont un même type</translation></message>
<message><source>where the pages go</source>
<translation>où vont les pages</translation></message>
<message><source>default mixed</source>
<translation>mixed par défaut</translation></message>
<message><source>same seed, same pages (default 0)</source>
<translation>même graine, mêmes pages (0 par défaut)</translation></message>
<message><source>{stage} epoch {epoch}: {figures} ({seconds} s)</source>
<translation>{stage}, époque {epoch} : {figures} ({seconds} s)</translation></message>
<message><source>{title}: {taken} {reaches}</source>
<translation>{title} : {taken} {reaches}</translation></message>
<message><source>note: {note}</source>
<translation>note : {note}</translation></message>
<message><source>{ap:.3f} at {iou:g}</source>
<translation>{ap:.3f} à {iou:g}</translation></message>
<message><source>AP on held-out pages ({kind}): {got}</source>
<translation>AP sur les pages mises de côté ({kind}) : {got}</translation></message>
<message><source>wrote {folder} (labels: {labels}) in {minutes:.1f} min, ended by: {reason}</source>
<translation>écrit : {folder} (étiquettes : {labels}) en {minutes:.1f} min, fin : {reason}</translation></message>
<message><source>evaluating</source>
<translation>mesure</translation></message>
<message><source>as detected</source>
<translation>tels que détectés</translation></message>
<message><source>refined</source>
<translation>affinés</translation></message>
<message><source>AP (pages: {pages}, vignettes: {count})</source>
<translation>AP (pages : {pages}, vignettes : {count})</translation></message>
<message><source>boxes</source>
<translation>cadres</translation></message>
<message><source>AP by label</source>
<translation>AP par étiquette</translation></message>
<message><source>Confused most</source>
<translation>Les plus confondues</translation></message>
<message><source>true</source>
<translation>vrai</translation></message>
<message><source>times</source>
<translation>fois</translation></message>
<message><source>taken for</source>
<translation>prise pour</translation></message>
<message><source>{rate:.2f} pages a second</source>
<translation>{rate:.2f} pages par seconde</translation></message>
<message><source>{said}: wrote {file} (vignettes: {vignettes})</source>
<translation>{said} : écrit {file} (vignettes : {vignettes})</translation></message>
<message><source>printing</source>
<translation>impression</translation></message>
<message><source>wrote {file} (pages: {pages}, vignettes: {copies})</source>
<translation>écrit : {file} (pages : {pages}, vignettes : {copies})</translation></message>
<message><source>vignettes found: {found}, on the page: {true}, in {seconds:.1f} s; AP {figures}</source>
<translation>vignettes trouvées : {found}, sur la page : {true}, en {seconds:.1f} s ; AP {figures}</translation></message>
<message><source>{ap:.2f} at {iou:g}</source>
<translation>{ap:.2f} à {iou:g}</translation></message>
<message><source>cut</source>
<translation>coupé</translation></message>
<message><source>filled</source>
<translation>comblé</translation></message>
<message><source>foreign</source>
<translation>étrangère</translation></message>
<message><source>removed</source>
<translation>enlevé</translation></message>
<message><source>turned</source>
<translation>tourné</translation></message>
<message><source>swapped</source>
<translation>permutée</translation></message>
<message><source>the reference does not fit: {reason}</source>
<translation>la référence ne convient pas : {reason}</translation></message>
<message><source>{name}: {verdict} ({seconds:.1f} s)</source>
<translation>{name} : {verdict} ({seconds:.1f} s)</translation></message>
<message><source>planted anomalies that are reported as what they are: {found} of {planted}</source>
<translation>anomalies posées et signalées pour ce qu’elles sont : {found} sur {planted}</translation></message>
<message><source>not planted</source>
<translation>pas posé</translation></message>
<message><source>missed</source>
<translation>manqué</translation></message>
<message><source>found as another kind</source>
<translation>trouvé comme autre chose</translation></message>
<message><source>  {at}: {kind}: {how}</source>
<translation>  {at} : {kind} : {how}</translation></message>
<message><source>find what is anomalous on an ornament</source>
<translation>trouver ce qui est anormal sur un ornement</translation></message>
<message><source>Of an annotation file (JSON): compare each vignette with its siblings, the other impressions of its sort there and on --normals; a model finds boxes where there are none. Of pictures: find altered, foreign, missing, misplaced, swapped vignettes on an ornament. With the evidence for each and a false-alarm rate that is kept; write findings.json, overlays and a report. Exit status: 0 nothing found, 1 findings, 2 bad input, 3 the reference does not fit, 4 nothing can be decided: the model does not know these vignettes.</source>
<translation>Pour un fichier d’annotation (JSON) : compare chaque vignette à ses sœurs, les autres empreintes de son type sur la page et sur --normals ; un modèle trouve les cadres manquants. Pour des images : trouve les vignettes altérées, étrangères, manquantes, déplacées, permutées d’un ornement. Avec les indices de chacune et un taux de fausses alarmes tenu ; écrit findings.json, les calques et un rapport. État de sortie : 0 rien trouvé, 1 des constats, 2 mauvaise entrée, 3 la référence ne convient pas, 4 rien ne peut être décidé : le modèle ne connaît pas ces vignettes.</translation></message>
<message><source>annotation files, or images of ornaments</source>
<translation>fichiers d’annotation, ou images d’ornements</translation></message>
<message><source>folder of a trained model, or sample for the bundled one</source>
<translation>dossier d’un modèle entraîné, ou sample pour celui qui est fourni</translation></message>
<message><source>image of the reference, which is laid on the ornament first, or the alignment.json of the ornament laid on it</source>
<translation>image de la référence, d’abord posée sur l’ornement, ou alignment.json de l’ornement posé sur elle</translation></message>
<message><source>what stands on the reference (LabelMe or findings.json; default: what the model sees there)</source>
<translation>ce qui se trouve sur la référence (LabelMe ou findings.json ; par défaut : ce que le modèle y voit)</translation></message>
<message><source>for a vignette (default {alone}; annotation files {beside})</source>
<translation>pour une vignette (par défaut {alone} ; fichiers d’annotation {beside})</translation></message>
<message><source>default: &lt;ornament&gt;_inspection beside the ornament</source>
<translation>par défaut : &lt;ornement&gt;_inspection à côté de l’ornement</translation></message>
<message><source>annotation files of authentic pages (equal labels are one sort); with images: other impressions of a carved block, for p-values without a model</source>
<translation>fichiers d’annotation de pages authentiques (des étiquettes égales sont un même type) ; avec des images : d’autres empreintes d’un bois gravé, pour des p sans modèle</translation></message>
<message><source>do an earlier inspection again and compare</source>
<translation>refaire une inspection antérieure et comparer</translation></message>
<message><source>do not write report.pdf</source>
<translation>ne pas écrire report.pdf</translation></message>
<message><source>measure normal impressions for inspections</source>
<translation>mesurer des empreintes normales pour les inspections</translation></message>
<message><source>Measure what normal impressions look like to a model, and keep that beside it: from annotated pages, whose impressions are each compared with the others, or from ornaments of the press, which promise no rate on a scan. A training does it itself, with its own pages.</source>
<translation>Mesure ce à quoi ressemblent des empreintes normales pour un modèle, et le garde à côté de lui : à partir de pages annotées, dont les empreintes sont comparées entre elles, ou d’ornements de la presse, qui ne promettent aucun taux sur une numérisation. Un entraînement le fait de lui-même, avec ses propres pages.</translation></message>
<message><source>folder of a model</source>
<translation>dossier d’un modèle</translation></message>
<message><source>matched LabelMe files, or folders of them</source>
<translation>fichiers LabelMe « _matched », ou leurs dossiers</translation></message>
<message><source>how many the press prints, where no pages are given (default 60)</source>
<translation>combien la presse en imprime, quand aucune page n’est donnée (60 par défaut)</translation></message>
<message><source>print the bundled drawings instead of the model's prototypes</source>
<translation>imprimer les dessins fournis au lieu des prototypes du modèle</translation></message>
<message><source>auto takes a GPU when there is one</source>
<translation>auto prend un GPU quand il y en a un</translation></message>
<message><source>opening the model</source>
<translation>ouverture du modèle</translation></message>
<message><source>autolabelme: {ornament}: the reference does not fit: {reason}</source>
<translation>autolabelme : {ornament} : la référence ne convient pas : {reason}</translation></message>
<message><source>Most anomalous first</source>
<translation>Les plus anormales d’abord</translation></message>
<message><source>ornament</source>
<translation>ornement</translation></message>
<message><source>p</source>
<translation>p</translation></message>
<message><source>vignettes</source>
<translation>vignettes</translation></message>
<message><source>findings</source>
<translation>constats</translation></message>
<message><source>{name}: {verdict}</source>
<translation>{name} : {verdict}</translation></message>
<message><source>  note: {note}</source>
<translation>  note : {note}</translation></message>
<message><source>wrote {folder} in {seconds:.1f} s</source>
<translation>écrit : {folder} en {seconds:.1f} s</translation></message>
<message><source>Findings</source>
<translation>Constats</translation></message>
<message><source>expected</source>
<translation>attendue</translation></message>
<message><source>box</source>
<translation>cadre</translation></message>
<message><source>evidence</source>
<translation>indices</translation></message>
<message><source>replaying</source>
<translation>nouvelle exécution</translation></message>
<message><source>autolabelme: the reference does not fit: {reason}</source>
<translation>autolabelme : la référence ne convient pas : {reason}</translation></message>
<message><source>{file}: the same findings ({count})</source>
<translation>{file} : les mêmes constats ({count})</translation></message>
<message><source>calibrating</source>
<translation>étalonnage</translation></message>
<message><source>{made} impressions: {count}, ornaments: {ornaments}, wrote {files}</source>
<translation>empreintes {made} : {count}, ornements : {ornaments}, écrit : {files}</translation></message>
<message><source>note: press-made impressions promise no rate on a scan</source>
<translation>note : des empreintes de la presse ne promettent aucun taux sur une numérisation</translation></message>
<message><source>note: too few impressions, so by the press: {labels}</source>
<translation>note : trop peu d’empreintes, donc par la presse : {labels}</translation></message>
<message><source>autolabelme: note: no report.pdf without Qt: {hint}</source>
<translation>autolabelme : note : pas de report.pdf sans Qt : {hint}</translation></message>
</context>
<context>
<name>CommandPalette</name>
<message><source>Commands</source>
<translation>Commandes</translation></message>
<message><source>What do you want to do?</source>
<translation>Que voulez-vous faire ?</translation></message>
</context>
<context>
<name>CompareBar</name>
<message><source>Speed</source>
<translation>Vitesse</translation></message>
<message><source>Source</source>
<translation>Source</translation></message>
<message><source>Magnification</source>
<translation>Grossissement</translation></message>
<message><source>Move together</source>
<translation>Bouger ensemble</translation></message>
<message><source>Heat</source>
<translation>Chaleur</translation></message>
<message><source>From</source>
<translation>À partir de</translation></message>
<message><source>Opacity of the heat map</source>
<translation>Opacité de la carte de chaleur</translation></message>
<message><source>Values below this are not shown</source>
<translation>Les valeurs inférieures ne sont pas montrées</translation></message>
<message><source>The two images are not aligned yet, so they cannot be laid over each other.</source>
<translation>Les deux images ne sont pas encore alignées et ne peuvent être superposées.</translation></message>
<message><source>There is no pair to compare yet.</source>
<translation>Il n’y a pas encore de paire à comparer.</translation></message>
</context>
<context>
<name>CompareView</name>
<message><source>Blink</source>
<translation>Clignoter</translation></message>
<message><source>Swipe</source>
<translation>Volet</translation></message>
<message><source>Onion skin</source>
<translation>Calque</translation></message>
<message><source>Difference</source>
<translation>Différence</translation></message>
<message><source>Red / cyan</source>
<translation>Rouge / cyan</translation></message>
<message><source>Loupe</source>
<translation>Loupe</translation></message>
<message><source>Side by side</source>
<translation>Côte à côte</translation></message>
<message><source>The two images in turn; what differs jumps.</source>
<translation>Les deux images tour à tour ; ce qui diffère saute aux yeux.</translation></message>
<message><source>Reference on the left of the line, source on its right; drag the line.</source>
<translation>La référence à gauche du trait, la source à droite ; tirer le trait.</translation></message>
<message><source>The source laid over the reference like thin paper.</source>
<translation>La source posée sur la référence comme un papier calque.</translation></message>
<message><source>White where the two are equal, black where one has ink and the other paper.</source>
<translation>Blanc où les deux sont égales, noir où l’une a de l’encre et l’autre du papier.</translation></message>
<message><source>Ink of the source alone is red, ink of the reference alone cyan, of both black.</source>
<translation>L’encre de la source seule en rouge, de la référence seule en cyan, des deux en noir.</translation></message>
<message><source>The reference, with the source around the cursor.</source>
<translation>La référence, avec la source autour du curseur.</translation></message>
<message><source>Both images, moved and zoomed together.</source>
<translation>Les deux images, déplacées et agrandies ensemble.</translation></message>
<message><source>red: ink of {0} alone, cyan: of {1} alone</source>
<translation>rouge : encre de « {0} » seule, cyan : de « {1} » seule</translation></message>
<message><source>dark: {0} and {1} differ</source>
<translation>sombre : « {0} » et « {1} » diffèrent</translation></message>
<message><source>{0}, in the loupe {1}</source>
<translation>{0}, dans la loupe {1}</translation></message>
<message><source>reference</source>
<translation>référence</translation></message>
<message><source>source</source>
<translation>source</translation></message>
</context>
<context>
<name>ConclusionWords</name>
<message><source>This ornament differs: {kinds}.</source>
<translation>Cet ornement diffère : {kinds}.</translation></message>
<message><source>This ornament differs as a whole.</source>
<translation>Cet ornement diffère dans l’ensemble.</translation></message>
<message><source>Single places stand out, the whole is like untouched ones: {kinds}.</source>
<translation>Des endroits ressortent, l’ensemble est comme ceux qui sont intacts : {kinds}.</translation></message>
<message><source>No finding is left.</source>
<translation>Il ne reste aucun constat.</translation></message>
<message><source>Nothing stands out.</source>
<translation>Rien ne ressort.</translation></message>
<message><source>{percent:.2g}% of the ink was not compared. {said}</source>
<translation>{percent:.2g} % de l’encre n’ont pas été comparés. {said}</translation></message>
<message><source>Both may be one impression, pictured twice: so alike are they. {said}</source>
<translation>Les deux peuvent être une même impression, vue deux fois, tant elles se ressemblent. {said}</translation></message>
</context>
<context>
<name>Conflicts</name>
<message><source>%s was changed by another program or window.</source>
<translation>%s a été changé par un autre programme ou une autre fenêtre.</translation></message>
<message><source>Keep both</source>
<translation>Garder les deux</translation></message>
<message><source>Take theirs</source>
<translation>Prendre l’autre</translation></message>
<message><source>Overwrite</source>
<translation>Écraser</translation></message>
<message><source>%s was deleted by another program. The page is kept here: save it to have it again.</source>
<translation>%s a été supprimé par un autre programme. La page est gardée ici : enregistrez-la pour la retrouver.</translation></message>
<message><source>Yours is saved as {0}; {1} is the other one's.</source>
<translation>Le vôtre est enregistré sous {0} ; {1} est l’autre.</translation></message>
</context>
<context>
<name>Curves</name>
<message><source>The curves begin when the first epoch has ended.</source>
<translation>Les courbes commencent quand la première époque est finie.</translation></message>
<message><source>%s, after the detector's</source>
<translation>%s, après celui du détecteur</translation></message>
<message><source>IoU %s</source>
<translation>IoU %s</translation></message>
<message><source>training</source>
<translation>entraînement</translation></message>
<message><source>held out</source>
<translation>hors apprentissage</translation></message>
<message><source>Detector: loss</source>
<translation>Détecteur : perte</translation></message>
<message><source>Decoder: loss</source>
<translation>Décodeur : perte</translation></message>
<message><source>AP on a few held-out crops</source>
<translation>AP sur quelques découpes hors apprentissage</translation></message>
</context>
<context>
<name>Details</name>
<message><source>Reviewed</source>
<translation>Relue</translation></message>
<message><source>Flagged</source>
<translation>Signalée</translation></message>
<message><source>No page is selected</source>
<translation>Aucune page n’est choisie</translation></message>
<message><source>{0} pages</source>
<translation>{0} pages</translation></message>
<message><source>Select a page first</source>
<translation>Choisissez d’abord une page</translation></message>
<message><source>boxes: {0}</source>
<translation>cadres : {0}</translation></message>
<message><source>, {0} dpi</source>
<translation>, {0} ppp</translation></message>
<message><source>{0} × {1} px{2}; labels: {3}, boxes: {4}</source>
<translation>{0} × {1} px{2} ; étiquettes : {3}, cadres : {4}</translation></message>
</context>
<context>
<name>DetectParams</name>
<message><source>Score over</source>
<translation>Score min.</translation></message>
<message><source>Least score of a detection</source>
<translation>Plus bas score d’une détection</translation></message>
<message><source>Merge over</source>
<translation>Fusion dès</translation></message>
<message><source>Overlap of two detections of one thing</source>
<translation>Recouvrement de deux détections d’une même chose</translation></message>
<message><source>Refine boxes</source>
<translation>Affiner les cadres</translation></message>
<message><source>Lay the catalogue's vignette on each detection</source>
<translation>Poser la vignette du catalogue sur chaque détection</translation></message>
<message><source>Scale</source>
<translation>Échelle</translation></message>
<message><source>Page pixels for one catalogue pixel; empty: from the resolutions, else by looking</source>
<translation>Pixels de la page pour un pixel du catalogue ; vide : d’après les résolutions, sinon en regardant</translation></message>
<message><source>Tiles at once</source>
<translation>Tuiles à la fois</translation></message>
<message><source>Tiles that are looked at at once</source>
<translation>Tuiles regardées à la fois</translation></message>
<message><source>Device</source>
<translation>Calcul sur</translation></message>
<message><source>auto takes a GPU when there is one</source>
<translation>auto prend un GPU quand il y en a un</translation></message>
</context>
<context>
<name>Doctor</name>
<message><source>absent</source>
<translation>absent</translation></message>
<message><source>ok</source>
<translation>OK</translation></message>
<message><source>PROBLEM</source>
<translation>DÉFAUT</translation></message>
<message><source>system</source>
<translation>système</translation></message>
<message><source>{system}, {cores} CPU cores</source>
<translation>{system}, {cores} cœurs</translation></message>
<message><source>Python</source>
<translation>Python</translation></message>
<message><source>{version} at {path}</source>
<translation>{version}, {path}</translation></message>
<message><source>computing device</source>
<translation>appareil de calcul</translation></message>
<message><source>Qt platform</source>
<translation>plate-forme Qt</translation></message>
<message><source>Qt's X11 libraries</source>
<translation>bibliothèques X11 de Qt</translation></message>
<message><source>LabelMe's X11 libraries</source>
<translation>bibliothèques X11 de LabelMe</translation></message>
<message><source>sample</source>
<translation>exemple</translation></message>
<message><source>weights cache</source>
<translation>dépôt des poids</translation></message>
<message><source>not installed</source>
<translation>pas installé</translation></message>
<message><source>not installed: {hint}</source>
<translation>pas installé : {hint}</translation></message>
<message><source>unknown without {needs}</source>
<translation>inconnu sans {needs}</translation></message>
<message><source>GPU ({names}), CUDA {version}</source>
<translation>GPU ({names}), CUDA {version}</translation></message>
<message><source>GPU (Apple Metal)</source>
<translation>GPU (Apple Metal)</translation></message>
<message><source>CPU, {threads} threads (no GPU that torch can use)</source>
<translation>CPU, {threads} fils (pas de GPU dont torch puisse se servir)</translation></message>
<message><source>all there</source>
<translation>toutes là</translation></message>
<message><source>{name}, Qt {version} (no display here: no window will be seen)</source>
<translation>{name}, Qt {version} (pas d’écran ici : on ne verra pas de fenêtre)</translation></message>
<message><source>{name}, Qt {version}</source>
<translation>{name}, Qt {version}</translation></message>
<message><source>weights {name}</source>
<translation>poids {name}</translation></message>
<message><source>not fetched yet ({megabytes:.0f} MB, fetched when first wanted)</source>
<translation>pas encore téléchargé ({megabytes:.0f} Mo, téléchargé au premier besoin)</translation></message>
<message><source>bundled</source>
<translation>fourni</translation></message>
<message><source>at {path}</source>
<translation>dans {path}</translation></message>
<message><source>{count} pages in {folder}</source>
<translation>{count} pages dans {folder}</translation></message>
</context>
<context>
<name>EndedRow</name>
<message><source>Show</source>
<translation>Montrer</translation></message>
<message><source>Details</source>
<translation>Détails</translation></message>
<message><source>Remove this line</source>
<translation>Retirer cette ligne</translation></message>
</context>
<context>
<name>Errors</name>
<message><source>benchmark {no_lab}</source>
<translation>benchmark {no_lab}</translation></message>
<message><source>cannot be opened: {reason}</source>
<translation>ne peut être ouvert : {reason}</translation></message>
<message><source>the pair was refused: {reason}</source>
<translation>la paire a été refusée : {reason}</translation></message>
<message><source>is not part of the bundled sample</source>
<translation>ne fait pas partie de l’exemple fourni</translation></message>
<message><source>holds no boxed vignettes to inspect</source>
<translation>ne contient pas de vignettes encadrées à inspecter</translation></message>
<message><source>expected boxes: a LabelMe file, what match() returned, or a list</source>
<translation>cadres attendus : un fichier LabelMe, ce que match() a rendu, ou une liste</translation></message>
<message><source>expected a file, what match() returned, or a list, got {kind}</source>
<translation>attendu un fichier, ce que match() a rendu, ou une liste, reçu {kind}</translation></message>
<message><source>expected one for each of {count} boxes, got {got}</source>
<translation>attendu un pour chacun des {count} cadres, reçu {got}</translation></message>
<message><source>expected a Pose, got {kind}</source>
<translation>attendu un Pose, reçu {kind}</translation></message>
<message><source>is empty: there is nothing to inspect</source>
<translation>est vide : il n’y a rien à inspecter</translation></message>
<message><source>what match() returned knows its poses</source>
<translation>ce que match() a rendu connaît ses poses</translation></message>
<message><source>expected one for each of {count} results, got {got}</source>
<translation>attendu un pour chacun des {count} résultats, reçu {got}</translation></message>
<message><source>holds no match: {reason}</source>
<translation>ne contient aucune occurrence : {reason}</translation></message>
<message><source>a block and a sort cannot be one</source>
<translation>un bois et un type ne peuvent être le même</translation></message>
<message><source>a block cannot be told apart from itself</source>
<translation>un bois ne se distingue pas de lui-même</translation></message>
<message><source>{box} lies outside the page of {size}</source>
<translation>{box} est hors de la page de {size}</translation></message>
<message><source>expected one or two ornaments, got {count}</source>
<translation>un ou deux ornements attendus, reçu {count}</translation></message>
<message><source>does not exist</source>
<translation>n’existe pas</translation></message>
<message><source>there is no project here; catalogue add makes one</source>
<translation>il n’y a pas de projet ici ; catalogue add en crée un</translation></message>
<message><source>{text}: {reason}</source>
<translation>{text} : {reason}</translation></message>
<message><source>holds no annotation file</source>
<translation>ne contient pas de fichier d’annotation</translation></message>
<message><source>annotates {image} as {other} does; left out, keep one of the two</source>
<translation>annote {image} comme le fait {other} ; laissé de côté, gardez l’un des deux</translation></message>
<message><source>covers less than one pixel, not cut out</source>
<translation>couvre moins d’un pixel, non découpé</translation></message>
<message><source>cannot be made: {error}</source>
<translation>ne peut être créé : {error}</translation></message>
<message><source>expected a label and a file in this folder</source>
<translation>attendu une étiquette et un fichier de ce dossier</translation></message>
<message><source>cannot be read: {error}</source>
<translation>ne peut être lu : {error}</translation></message>
<message><source>has {size} pixels, expected {width} x {height}</source>
<translation>a {size} pixels, attendu {width} x {height}</translation></message>
<message><source>is given twice, with two annotations</source>
<translation>est donné deux fois, avec deux annotations</translation></message>
<message><source>names a file that it did not write into its folder: {file}</source>
<translation>nomme un fichier qu’il n’a pas écrit dans son dossier : {file}</translation></message>
<message><source>is no LabelMe file: it holds {found}, not an object with shapes and imagePath</source>
<translation>n’est pas un fichier LabelMe : il contient {found}, non un objet avec shapes et imagePath</translation></message>
<message><source>is not base64: {error}</source>
<translation>n’est pas du base64 : {error}</translation></message>
<message><source>is not a picture: {reason}</source>
<translation>n’est pas une image : {reason}</translation></message>
<message><source>image not found: {name}</source>
<translation>image introuvable : {name}</translation></message>
<message><source>says {stated}, the image has {actual} pixels</source>
<translation>dit {stated}, l’image a {actual} pixels</translation></message>
<message><source>{unusable}; it is kept as it is and not used</source>
<translation>{unusable} ; elle est gardée telle quelle et ne sert pas</translation></message>
<message><source>the box of {label!r:.80} has {count} points, expected two corners</source>
<translation>le cadre de {label!r:.80} a {count} points, attendu deux coins</translation></message>
<message><source>the box of {label!r:.80} has {count} point, expected two corners</source>
<translation>le cadre de {label!r:.80} a {count} point, attendu deux coins</translation></message>
<message><source>the box of {label!r:.80} has no area</source>
<translation>le cadre de {label!r:.80} n’a pas de surface</translation></message>
<message><source>the box of {label!r} lies outside the page of {page}</source>
<translation>le cadre de {label!r} est hors de la page de {page}</translation></message>
<message><source>expected an object of label and note, got {kind}</source>
<translation>attendu un objet d’étiquettes et de notes, reçu {kind}</translation></message>
<message><source>a note is text, got {kind}</source>
<translation>une note est du texte, reçu {kind}</translation></message>
<message><source>is there already and was not read; it would be overwritten</source>
<translation>est déjà là et n’a pas été lu ; il serait remplacé</translation></message>
<message><source>was changed by another program since it was read</source>
<translation>a été changé par un autre programme depuis qu’il a été lu</translation></message>
<message><source>is {width} x {height} pixels, {name} is {other_width} x {other_height}</source>
<translation>a {width} x {height} pixels, {name} a {other_width} x {other_height}</translation></message>
<message><source>is not the picture in {name}</source>
<translation>n’est pas l’image de {name}</translation></message>
<message><source>has no template of label {label}; labels: {there}</source>
<translation>n’a pas de gabarit de l’étiquette {label} ; étiquettes : {there}</translation></message>
<message><source>the box of label {label} holds no pixel</source>
<translation>le cadre de l’étiquette {label} ne contient aucun pixel</translation></message>
<message><source>expected PAGE:LABEL, got {got!r}</source>
<translation>attendu PAGE:LABEL, reçu {got!r}</translation></message>
<message><source>names one file, but there are {count} pages</source>
<translation>nomme un seul fichier, mais il y a {count} pages</translation></message>
<message><source>{label} is not the label of a --template</source>
<translation>{label} n’est pas l’étiquette d’un --template</translation></message>
<message><source>no such label: {label}; there are: {known}</source>
<translation>pas d’étiquette de ce nom : {label} ; il y a : {known}</translation></message>
<message><source>is the annotation of {name} and is not overwritten by that of {other}</source>
<translation>est l’annotation de {name} et n’est pas écrasé par celle de {other}</translation></message>
<message><source>has no box to search for; {why}</source>
<translation>n’a pas de cadre à chercher ; {why}</translation></message>
<message><source>has an older form ({form}, this program reads {newest}) and cannot be brought up to date while it can only be read</source>
<translation>a une forme ancienne ({form}, ce programme lit {newest}) et ne peut être mis à jour tant qu’il ne peut qu’être lu</translation></message>
<message><source>is damaged or no catalogue ({reason}); `catalogue rebuild` makes it anew from its records</source>
<translation>est abîmé ou n’est pas un catalogue ({reason}) ; `catalogue rebuild` le refait de ses fiches</translation></message>
<message><source>cannot be used: {reason}</source>
<translation>inutilisable : {reason}</translation></message>
<message><source>is a database of another program</source>
<translation>est la base d’un autre programme</translation></message>
<message><source>was written by a newer version of this program (form {form}; this one reads up to {newest})</source>
<translation>vient d’une version plus récente de ce programme (forme {form} ; celle-ci lit jusqu’à {newest})</translation></message>
<message><source>expected one of {choices}, got {kind!r}</source>
<translation>attendu l’un de {choices}, reçu {kind!r}</translation></message>
<message><source>expected a manifest, got a collection: {address}</source>
<translation>attendu un manifeste, reçu une collection : {address}</translation></message>
<message><source>expected a page of annotations or a manifest with some</source>
<translation>attendu une page d’annotations ou un manifeste qui en a</translation></message>
<message><source>sends from one address to the next, more than {most} times</source>
<translation>renvoie d’une adresse à l’autre, plus de {most} fois</translation></message>
<message><source>the server answers {status}</source>
<translation>le serveur répond {status}</translation></message>
<message><source>{said} and asks to wait {asked:.0f} s: try again later</source>
<translation>{said} et demande d’attendre {asked:.0f} s : réessayez plus tard</translation></message>
<message><source>takes more than {seconds:.0f} s</source>
<translation>prend plus de {seconds:.0f} s</translation></message>
<message><source>cannot be reached: {error}</source>
<translation>ne peut être atteint : {error}</translation></message>
<message><source>breaks off after {done:,} bytes</source>
<translation>s’interrompt après {done:,} octets</translation></message>
<message><source>is larger than {most:,} bytes</source>
<translation>dépasse {most:,} octets</translation></message>
<message><source>comes packed as {error!r:.40}, which was not asked for</source>
<translation>arrive comprimé en {error!r:.40}, ce qui n’était pas demandé</translation></message>
<message><source>cannot be written: {error}</source>
<translation>ne peut être écrit : {error}</translation></message>
<message><source>cannot be asked for: {error}</source>
<translation>ne peut être demandé : {error}</translation></message>
<message><source>is not UTF-8 text (byte {byte})</source>
<translation>n’est pas du texte UTF-8 (octet {byte})</translation></message>
<message><source>expected a picture, got text that begins {begins!r}</source>
<translation>attendu une image, reçu un texte qui commence par {begins!r}</translation></message>
<message><source>{reason}, not {width} x {height}</source>
<translation>{reason}, non {width} x {height}</translation></message>
<message><source>the box of ornament {ornament} lies outside of it</source>
<translation>le cadre de l’ornement {ornament} est en dehors</translation></message>
<message><source>the region {region} lies outside the picture of {width} x {height} pixels</source>
<translation>la zone {region} est hors de l’image de {width} x {height} pixels</translation></message>
<message><source>expected pages from 1 to {count}, as in 1-10,15, got {got!r:.60}</source>
<translation>attendu des pages de 1 à {count}, comme 1-10,15, reçu {got!r:.60}</translation></message>
<message><source>says {width} x {height} pixels and gives a picture of another shape, {got_width} x {got_height}</source>
<translation>annonce {width} x {height} pixels et donne une image d’une autre forme, {got_width} x {got_height}</translation></message>
<message><source>is empty (0 bytes)</source>
<translation>est vide (0 octet)</translation></message>
<message><source>is not a picture of a kind that libraries give</source>
<translation>n’est pas une image d’un genre que donnent les bibliothèques</translation></message>
<message><source>asked for a tile of {width} x {height} pixels, got {got_width} x {got_height}</source>
<translation>demandé une tuile de {width} x {height} pixels, reçu {got_width} x {got_height}</translation></message>
<message><source>holds the pages of another manifest: {held}</source>
<translation>contient les pages d’un autre manifeste : {held}</translation></message>
<message><source>leads out of the folder</source>
<translation>mène hors du dossier</translation></message>
<message><source>{reason} (it begins {begins!r})</source>
<translation>{reason} (le début : {begins!r})</translation></message>
<message><source>{reason}</source>
<translation>{reason}</translation></message>
<message><source>expected a IIIF manifest or collection, got no JSON object</source>
<translation>attendu un manifeste ou une collection IIIF, reçu autre chose qu’un objet JSON</translation></message>
<message><source>expected a IIIF manifest or collection, got {kind}</source>
<translation>attendu un manifeste ou une collection IIIF, reçu {kind}</translation></message>
<message><source>has no area</source>
<translation>n’a pas de surface</translation></message>
<message><source>expected two texts</source>
<translation>attendu deux textes</translation></message>
<message><source>expected an address with http or https</source>
<translation>attendu une adresse en http ou https</translation></message>
<message><source>the collection has more than {most:,} parts; choose one of them</source>
<translation>la collection a plus de {most:,} parties ; choisissez-en une</translation></message>
<message><source>expected a collection, got a manifest</source>
<translation>attendu une collection, reçu un manifeste</translation></message>
<message><source>expected an address with http or https, got {address!r:.200}</source>
<translation>attendu une adresse en http ou https, reçu {address!r:.200}</translation></message>
<message><source>cannot be made: {holder}</source>
<translation>ne peut être créé : {holder}</translation></message>
<message><source>is write-protected</source>
<translation>est protégé en écriture</translation></message>
<message><source>has no records to be made from</source>
<translation>n’a pas de fiches dont le refaire</translation></message>
<message><source>belongs to an ornament that is in no page's record</source>
<translation>appartient à un ornement qui n’est dans la fiche d’aucune page</translation></message>
<message><source>{table}: {key} stands in another record, or twice</source>
<translation>{table} : {key} figure dans une autre fiche, ou deux fois</translation></message>
<message><source>cannot be removed: {error}</source>
<translation>ne peut être retiré : {error}</translation></message>
<message><source>is no record of a catalogue</source>
<translation>n’est pas une fiche de catalogue</translation></message>
<message><source>version {version} is unknown; this program reads {newest}</source>
<translation>la version {version} est inconnue ; ce programme lit {newest}</translation></message>
<message><source>does not say what it is a record of</source>
<translation>ne dit pas de quoi il est la fiche</translation></message>
<message><source>is no page of the project: add it first</source>
<translation>n’est pas une page du projet : ajoutez-la d’abord</translation></message>
<message><source>the project knows no sort of label {label} on it: add the page again</source>
<translation>le projet ne connaît pas de type à l’étiquette {label} sur elle : ajoutez la page de nouveau</translation></message>
<message><source>holds no page</source>
<translation>ne contient pas de page</translation></message>
<message><source>is no folder, PDF, picture or IIIF manifest</source>
<translation>n’est ni dossier, ni PDF, ni image, ni manifeste IIIF</translation></message>
<message><source>the Dask scheduler at {address} has gone</source>
<translation>l’ordonnanceur Dask de {address} n’est plus là</translation></message>
<message><source>the workers of {address} lack what they need: {error}</source>
<translation>il manque aux processus de {address} ce qu’il leur faut : {error}</translation></message>
<message><source>the {workers} processes to work in could not be started</source>
<translation>les {workers} processus de travail n’ont pu être lancés</translation></message>
<message><source>does not fit into the memory that a page may take</source>
<translation>ne tient pas dans la mémoire qu’une page peut prendre</translation></message>
<message><source>cannot be read, it may be damaged: {error}</source>
<translation>ne peut être lu, il est peut-être abîmé : {error}</translation></message>
<message><source>needs a password</source>
<translation>demande un mot de passe</translation></message>
<message><source>is not a readable PDF: {error}</source>
<translation>n’est pas un PDF lisible : {error}</translation></message>
<message><source>has no page {page}, it has {count}</source>
<translation>n’a pas de page {page}, il en a {count}</translation></message>
<message><source>cannot be read: no process could be started: {error}</source>
<translation>ne peut être lu : aucun processus n’a pu être lancé : {error}</translation></message>
<message><source>makes the library that reads it fail ({code}); it may be damaged</source>
<translation>fait échouer la bibliothèque qui le lit ({code}) ; il est peut-être abîmé</translation></message>
<message><source>takes more than {seconds:.0f} s of computing to open; it may be damaged</source>
<translation>prend plus de {seconds:.0f} s de calcul à ouvrir ; il est peut-être abîmé</translation></message>
<message><source>{host}: {reason}</source>
<translation>{host} : {reason}</translation></message>
<message><source>{host}: the file is cut off ({done:,} of {total:,} bytes)</source>
<translation>{host} : le fichier est tronqué ({done:,} octets sur {total:,})</translation></message>
<message><source>{host}: the file is not the expected one (its SHA-256 differs)</source>
<translation>{host} : le fichier n’est pas celui qu’on attend (son SHA-256 diffère)</translation></message>
<message><source>{host}: {member} is not the expected file (its SHA-256 differs)</source>
<translation>{host} : {member} n’est pas le fichier attendu (son SHA-256 diffère)</translation></message>
<message><source>no package index is configured</source>
<translation>aucun dépôt de paquets n’est configuré</translation></message>
<message><source>an address that begins with {scheme} is not fetched</source>
<translation>une adresse qui commence par {scheme} n’est pas demandée</translation></message>
<message><source>{host}: does not have the {kind} of {project} {version}</source>
<translation>{host} : n’a pas le {kind} de {project} {version}</translation></message>
<message><source>the package archive is damaged: {error}</source>
<translation>l’archive du paquet est abîmée : {error}</translation></message>
<message><source>the package archive holds no {member}</source>
<translation>l’archive du paquet ne contient pas {member}</translation></message>
<message><source>this needs {top}, which is not installed: {hint}</source>
<translation>il faut pour cela {top}, qui n’est pas installé : {hint}</translation></message>
<message><source>is one of the pictures and would be overwritten; choose another folder</source>
<translation>est l’une des images et serait remplacé ; choisissez un autre dossier</translation></message>
<message><source>is a link that leads nowhere</source>
<translation>est un lien qui ne mène nulle part</translation></message>
<message><source>is a file, expected a folder</source>
<translation>est un fichier, attendu un dossier</translation></message>
<message><source>is not a name inside the folder</source>
<translation>n’est pas un nom dans le dossier</translation></message>
<message><source>its folder is a link that leads out of the result's folder</source>
<translation>son dossier est un lien qui sort du dossier des résultats</translation></message>
<message><source>is in use by another program</source>
<translation>est employé par un autre programme</translation></message>
<message><source>is a link that leads to itself</source>
<translation>est un lien qui mène à lui-même</translation></message>
<message><source>cannot be written: {part} is a link that leads nowhere</source>
<translation>ne peut être écrit : {part} est un lien qui ne mène nulle part</translation></message>
<message><source>cannot be written: {folder} is a file</source>
<translation>ne peut être écrit : {folder} est un fichier</translation></message>
<message><source>is a folder, expected a file</source>
<translation>est un dossier, attendu un fichier</translation></message>
<message><source>expected an array or a path, got a list; numpy.array(..., dtype=numpy.uint8) makes one</source>
<translation>attendu un tableau ou un chemin, reçu une liste ; numpy.array(..., dtype=numpy.uint8) en fait un</translation></message>
<message><source>expected an array or a path, got {kind}</source>
<translation>attendu un tableau ou un chemin, reçu {kind}</translation></message>
<message><source>is a picture in mode {mode}; hand over .convert('RGB') of it</source>
<translation>est une image en mode {mode} ; donnez-en le .convert('RGB')</translation></message>
<message><source>is a masked array; say what stands in its holes with .filled(255)</source>
<translation>est un tableau masqué ; dites ce qui tient lieu de ses trous avec .filled(255)</translation></message>
<message><source>is no array: {error}</source>
<translation>n’est pas un tableau : {error}</translation></message>
<message><source>expected (H, W), (H, W, 3) or (H, W, 4), got the shape {shape}</source>
<translation>attendu (H, W), (H, W, 3) ou (H, W, 4), reçu la forme {shape}</translation></message>
<message><source>is empty: {shape}</source>
<translation>est vide : {shape}</translation></message>
<message><source>has {channels} channels, expected 1 to 4; are the channels in front? numpy.moveaxis(array, 0, -1) puts them last</source>
<translation>a {channels} canaux, attendu 1 à 4 ; les canaux sont-ils devant ? numpy.moveaxis(array, 0, -1) les met à la fin</translation></message>
<message><source>has {channels} channels, expected 1 to 4</source>
<translation>a {channels} canaux, attendu 1 à 4</translation></message>
<message><source>has more than {most:,} pixels: {width} x {height}</source>
<translation>a plus de {most:,} pixels : {width} x {height}</translation></message>
<message><source>has {dtype} samples, whose white is not known: .astype(numpy.uint8) or (numpy.uint16)</source>
<translation>a des échantillons {dtype}, dont on ne connaît pas le blanc : .astype(numpy.uint8) ou (numpy.uint16)</translation></message>
<message><source>has {dtype} samples, expected uint8, uint16, bool or float</source>
<translation>a des échantillons {dtype}, attendu uint8, uint16, bool ou float</translation></message>
<message><source>is uint8 with 0 and 1 only: .astype(bool) where 1 is paper, or times 255</source>
<translation>est en uint8 avec 0 et 1 seulement : .astype(bool) si 1 est le papier, ou fois 255</translation></message>
<message><source>is uint16 with nothing over {most} of 65535: .astype(numpy.uint8) if it has 8 bits</source>
<translation>est en uint16 sans rien au-dessus de {most} sur 65535 : .astype(numpy.uint8) s’il a 8 bits</translation></message>
<message><source>has values that are not finite (NaN or infinity)</source>
<translation>a des valeurs qui ne sont pas finies (NaN ou infini)</translation></message>
<message><source>is float from {low:g} to {most:g}, expected 0 to 1 or 0 to 255; .clip(...) it first</source>
<translation>est en flottants de {low:g} à {most:g}, attendu 0 à 1 ou 0 à 255 ; bornez-le d’abord avec .clip(...)</translation></message>
<message><source>is float up to {high:g}: neither 0 to 1 (.clip(0, 1) makes it so) nor a page of 0 to 255, whose paper is over {darkest}</source>
<translation>est en flottants jusqu’à {high:g} : ni 0 à 1 (.clip(0, 1) y ramène) ni une page de 0 à 255, dont le papier dépasse {darkest}</translation></message>
<message><source>is float with colours up to {high:g} and an alpha up to 1: use one scale for both</source>
<translation>est en flottants, avec des couleurs jusqu’à {high:g} et un alpha jusqu’à 1 : prenez une seule échelle pour les deux</translation></message>
<message><source>expected four numbers x1, y1, x2, y2, got {value!r}</source>
<translation>attendu quatre nombres x1, y1, x2, y2, reçu {value!r}</translation></message>
<message><source>expected finite numbers, got {value!r}</source>
<translation>attendu des nombres finis, reçu {value!r}</translation></message>
<message><source>expected x1 &lt; x2 and y1 &lt; y2, got {box}</source>
<translation>attendu x1 &lt; x2 et y1 &lt; y2, reçu {box}</translation></message>
<message><source>lies off the page of {width} x {height} pixels: {box}</source>
<translation>est hors de la page de {width} x {height} pixels : {box}</translation></message>
<message><source>JPEG holds no more than 65,500 pixels a side; choose PNG or TIFF</source>
<translation>JPEG ne contient pas plus de 65 500 pixels par côté ; choisissez PNG ou TIFF</translation></message>
<message><source>cannot be written as {suffix}; use .png, .tif or .jpg</source>
<translation>ne peut être écrit en {suffix} ; prenez .png, .tif ou .jpg</translation></message>
<message><source>is not an image of a known kind</source>
<translation>n’est pas une image d’un genre connu</translation></message>
<message><source>does not fit into this machine's memory</source>
<translation>ne tient pas dans la mémoire de cette machine</translation></message>
<message><source>cannot be read as an image, it may be damaged: {error}</source>
<translation>ne peut être lu comme image, il est peut-être abîmé : {error}</translation></message>
<message><source>is a folder, not an image</source>
<translation>est un dossier, non une image</translation></message>
<message><source>cannot be opened: {error}</source>
<translation>ne peut être ouvert : {error}</translation></message>
<message><source>is a PDF, which no picture inside another file can be</source>
<translation>est un PDF, ce qu’aucune image dans un autre fichier ne peut être</translation></message>
<message><source>has no page {page}, it has 1</source>
<translation>n’a pas de page {page}, il en a 1</translation></message>
<message><source>holds other samples than its header says; it may be damaged</source>
<translation>contient d’autres échantillons que son en-tête ne dit ; il est peut-être abîmé</translation></message>
<message><source>could not be rendered</source>
<translation>n’a pu être rendu</translation></message>
<message><source>has no pixels ({width} x {height})</source>
<translation>n’a pas de pixels ({width} x {height})</translation></message>
<message><source>is too large: {width} x {height} pixels, at most {most:,} in all are opened</source>
<translation>est trop grand : {width} x {height} pixels, on en ouvre au plus {most:,} en tout</translation></message>
<message><source>is too large: {width} x {height} pixels of {sample_bytes} bytes would take {needed:.1f} GB, at most {most:.1f} GB are taken</source>
<translation>est trop grand : {width} x {height} pixels de {sample_bytes} octets prendraient {needed:.1f} Go, on en prend au plus {most:.1f} Go</translation></message>
<message><source>has 32-bit or floating-point samples, which are not a scan's; save it with 8 or 16 bits</source>
<translation>a des échantillons de 32 bits ou flottants, qui ne sont pas d’une numérisation ; enregistrez-le en 8 ou 16 bits</translation></message>
<message><source>has {dtype} samples, which are not a scan's; save it with 8 or 16 bits</source>
<translation>a des échantillons {dtype}, qui ne sont pas d’une numérisation ; enregistrez-le en 8 ou 16 bits</translation></message>
<message><source>has {channels} channels where {colours} are wanted; it may be damaged</source>
<translation>a {channels} canaux où il en faut {colours} ; il est peut-être abîmé</translation></message>
<message><source>has more than {most:,} pages</source>
<translation>a plus de {most:,} pages</translation></message>
<message><source>is damaged: it has no page that can be read</source>
<translation>est abîmé : il n’a aucune page lisible</translation></message>
<message><source>has a page of {size} where its header says {shape}; it may be damaged</source>
<translation>a une page de {size} où son en-tête dit {shape} ; il est peut-être abîmé</translation></message>
<message><source>is damaged: it holds no samples</source>
<translation>est abîmé : il ne contient pas d’échantillons</translation></message>
<message><source>has samples of a kind that is not read (photometric {kind}, {axes} axes)</source>
<translation>a des échantillons d’un genre non lu (photométrie {kind}, axes {axes})</translation></message>
<message><source>has {channels} channels, {colours} are wanted</source>
<translation>a {channels} canaux, il en faut {colours}</translation></message>
<message><source>has luminance and colour difference in a compression with which they are not read</source>
<translation>a luminance et chrominance dans une compression où elles ne sont pas lues</translation></message>
<message><source>has CIELAB samples of {bits} bits, which are not read; save it with 8 or 16 bits</source>
<translation>a des échantillons CIELAB de {bits} bits, non lus ; enregistrez-le en 8 ou 16 bits</translation></message>
<message><source>is another picture than the one that was taken in: add it to the catalogue again</source>
<translation>est une autre image que celle qui a été reprise : ajoutez-la de nouveau au catalogue</translation></message>
<message><source>the manual has no page {page!r}</source>
<translation>le manuel n’a pas de page {page!r}</translation></message>
<message><source>the manual is not installed; install the program again</source>
<translation>le manuel n’est pas installé ; réinstallez le programme</translation></message>
<message><source>expected x1 &lt; x2 and y1 &lt; y2, got {got!r}</source>
<translation>attendu x1 &lt; x2 et y1 &lt; y2, reçu {got!r}</translation></message>
<message><source>scope ornament needs a region, got None</source>
<translation>l’étendue « ornement » demande une zone, reçu None</translation></message>
<message><source>expected at most {most:g}, got {got!r}</source>
<translation>attendu au plus {most:g}, reçu {got!r}</translation></message>
<message><source>needs rotation_min, got None</source>
<translation>demande rotation_min, reçu None</translation></message>
<message><source>expected at least {least}, got {got!r}</source>
<translation>attendu au moins {least}, reçu {got!r}</translation></message>
<message><source>expected degrees, and whether it is mirrored</source>
<translation>attendu des degrés, et si elle est en miroir</translation></message>
<message><source>expected four numbers X1,Y1,X2,Y2, got {box}</source>
<translation>attendu quatre nombres X1,Y1,X2,Y2, reçu {box}</translation></message>
<message><source>expected X1 &lt; X2 and Y1 &lt; Y2, got {box}</source>
<translation>attendu X1 &lt; X2 et Y1 &lt; Y2, reçu {box}</translation></message>
<message><source>expected dots per inch from {least} to {most}, got {given}</source>
<translation>attendu une résolution de {least} à {most} points par pouce, reçu {given}</translation></message>
<message><source>expected at most {names}, got {got} values</source>
<translation>attendu au plus {names}, reçu {got} valeurs</translation></message>
<message><source>expected {wanted}: {error}</source>
<translation>attendu {wanted} : {error}</translation></message>
<message><source>the ornament's box lies outside the page of {columns} x {rows} pixels</source>
<translation>le cadre de l’ornement est hors de la page de {columns} x {rows} pixels</translation></message>
<message><source>{reason}; delete this file, and what an earlier run wrote beside it, to go on</source>
<translation>{reason} ; supprimez ce fichier, et ce qu’un passage antérieur a écrit à côté, pour continuer</translation></message>
<message><source>expected one of {choices}, got {value!r}</source>
<translation>attendu un parmi {choices}, reçu {value!r}</translation></message>
<message><source>expected a finite number, got {got!r}</source>
<translation>attendu un nombre fini, reçu {got!r}</translation></message>
<message><source>expected {low:g} to {high:g}, got {got}</source>
<translation>attendu {low:g} à {high:g}, reçu {got}</translation></message>
<message><source>{verb}: {kind}: {error}</source>
<translation>{verb} : {kind} : {error}</translation></message>
<message><source>{what} {name!r} of the package {package} {reason}</source>
<translation>{what} {name!r} du paquet {package} {reason}</translation></message>
<message><source>is no file that can be read whole</source>
<translation>n’est pas un fichier lisible en entier</translation></message>
<message><source>is too large: over {most:,} bytes of text</source>
<translation>est trop grand : plus de {most:,} octets de texte</translation></message>
<message><source>is a folder, not a file</source>
<translation>est un dossier, non un fichier</translation></message>
<message><source>is not a table: {error}</source>
<translation>n’est pas un tableau : {error}</translation></message>
<message><source>is empty</source>
<translation>est vide</translation></message>
<message><source>is cut off: line {line}, column {column}: {reason}</source>
<translation>est tronqué : ligne {line}, colonne {column} : {reason}</translation></message>
<message><source>is not valid JSON: line {line}, column {column}: {reason}</source>
<translation>n’est pas du JSON valable : ligne {line}, colonne {column} : {reason}</translation></message>
<message><source>is nested too deeply: more than {most} levels</source>
<translation>est imbriqué trop profond : plus de {most} niveaux</translation></message>
<message><source>is not a finite number</source>
<translation>n’est pas un nombre fini</translation></message>
<message><source>is too large a number</source>
<translation>est un nombre trop grand</translation></message>
<message><source>holds half a character (a lone surrogate)</source>
<translation>contient une moitié de caractère (un demi-codet isolé)</translation></message>
<message><source>holds a null character</source>
<translation>contient un caractère nul</translation></message>
<message><source>is too long to be the name of a file</source>
<translation>est trop long pour un nom de fichier</translation></message>
<message><source>expected a JSON object, got {kind}</source>
<translation>attendu un objet JSON, reçu {kind}</translation></message>
<message><source>expected one of {choices}, got {found!r:.60}</source>
<translation>attendu l’un de {choices}, reçu {found!r:.60}</translation></message>
<message><source>expected {count} numbers, got {got}</source>
<translation>attendu {count} nombres, reçu {got}</translation></message>
<message><source>is unknown</source>
<translation>est inconnu</translation></message>
<message><source>is missing</source>
<translation>manque</translation></message>
<message><source>expected {wanted}, got {kind}</source>
<translation>attendu {wanted}, reçu {kind}</translation></message>
<message><source>expected {minimum:g} to {maximum:g}, got {value:g}</source>
<translation>attendu {minimum:g} à {maximum:g}, reçu {value:g}</translation></message>
<message><source>expected {wanted} values, got {got}</source>
<translation>attendu {wanted} valeurs, reçu {got}</translation></message>
<message><source>install with your system's package manager what Debian calls {names}</source>
<translation>installez par le gestionnaire de paquets du système ce que Debian appelle {names}</translation></message>
<message><source>run: sudo apt-get install {names}</source>
<translation>lancez : sudo apt-get install {names}</translation></message>
<message><source>there is no screen to open the window on (DISPLAY is not set); every other command works without one, see autolabelme --help</source>
<translation>il n’y a pas d’écran où ouvrir la fenêtre (DISPLAY n’est pas défini) ; toutes les autres commandes s’en passent, voir autolabelme --help</translation></message>
<message><source>the window cannot open, since Qt lacks {packages}; {command}</source>
<translation>la fenêtre ne peut s’ouvrir, car il manque à Qt {packages} ; {command}</translation></message>
<message><source>the screen DISPLAY={name} does not answer; start the program on the screen's own session</source>
<translation>l’écran DISPLAY={name} ne répond pas ; lancez le programme dans la session de l’écran lui-même</translation></message>
<message><source>version {version} is unknown; this program reads 1</source>
<translation>la version {version} est inconnue ; ce programme lit la 1</translation></message>
<message><source>is not a catalogue of sorts and is not overwritten</source>
<translation>n’est pas un catalogue de types et n’est pas écrasé</translation></message>
<message><source>the bundled weights are missing; install the package again</source>
<translation>les poids fournis manquent ; réinstallez le paquet</translation></message>
<message><source>the weights of {title} ({megabytes:.0f} MB) cannot be fetched: {reasons}. Connect to the network once, or put {file} into this folder</source>
<translation>les poids de {title} ({megabytes:.0f} Mo) ne peuvent être obtenus : {reasons}. Connectez-vous une fois au réseau, ou mettez {file} dans ce dossier</translation></message>
<message><source>cannot be loaded: {error}</source>
<translation>ne peut être chargé : {error}</translation></message>
<message><source>no weights of this name: {name}; there are {known}</source>
<translation>pas de poids de ce nom : {name} ; il y a {known}</translation></message>
<message><source>is damaged or another file (its SHA-256 differs); delete it to have it anew</source>
<translation>est abîmé ou un autre fichier (son SHA-256 diffère) ; supprimez-le pour l’avoir de nouveau</translation></message>
<message><source>is not a pickle of numpy arrays: {error}</source>
<translation>n’est pas un pickle de tableaux numpy : {error}</translation></message>
<message><source>expected {shape}, got {got}</source>
<translation>attendu {shape}, reçu {got}</translation></message>
<message><source>is {width} x {height} pixels, its annotation says {said_width} x {said_height}</source>
<translation>a {width} x {height} pixels, son annotation dit {said_width} x {said_height}</translation></message>
<message><source>is neither a page image nor a LabelMe file</source>
<translation>n’est ni une image de page ni un fichier LabelMe</translation></message>
<message><source>does not exist any more</source>
<translation>n’existe plus</translation></message>
<message><source>cannot be locked</source>
<translation>ne peut être verrouillé</translation></message>
<message><source>the sample cannot be copied: {error}</source>
<translation>l’exemple ne peut être copié : {error}</translation></message>
<message><source>cannot be made as PDF: Qt did not finish it</source>
<translation>ne peut être fait en PDF : Qt ne l’a pas fini</translation></message>
<message><source>the page layout was refused by Qt</source>
<translation>la mise en page a été refusée par Qt</translation></message>
<message><source>cannot be made as PDF</source>
<translation>ne peut être fait en PDF</translation></message>
<message><source>cannot be made as PDF: Qt refused a page</source>
<translation>ne peut être fait en PDF : Qt a refusé une page</translation></message>
<message><source>{error}; defaults are used</source>
<translation>{error} ; les valeurs par défaut servent</translation></message>
<message><source>{reason}; {default!r} is used</source>
<translation>{reason} ; {default!r} sert</translation></message>
<message><source>expected a number of pixels from 0 up, or 'free', got {given}</source>
<translation>attendu un nombre de pixels à partir de 0, ou « free », reçu {given}</translation></message>
<message><source>expected X1,Y1,X2,Y2,MM, got {given}</source>
<translation>attendu X1,Y1,X2,Y2,MM, reçu {given}</translation></message>
<message><source>expected X,Y,W,H in pixels, got {given}</source>
<translation>attendu X,Y,W,H en pixels, reçu {given}</translation></message>
<message><source>expected X, Y from 0 and W, H from 1, got {given}</source>
<translation>attendu X, Y à partir de 0 et W, H à partir de 1, reçu {given}</translation></message>
<message><source>say --box alone, not --region, which is its earlier form</source>
<translation>donner --box seul, sans --region, qui en est l’ancienne forme</translation></message>
<message><source>expected a name that ends in .html or .pdf</source>
<translation>attendu un nom qui finit par .html ou .pdf</translation></message>
<message><source>the bundled weights are missing; import a RANSAC-Flow checkpoint</source>
<translation>les poids fournis manquent ; importez des poids RANSAC-Flow</translation></message>
<message><source>there are several sources of the name {name}: name them with their folders</source>
<translation>il y a plusieurs sources du nom {name} : nommez-les avec leurs dossiers</translation></message>
<message><source>holds no landmarks</source>
<translation>ne contient pas de repères</translation></message>
<message><source>expected the columns {columns}</source>
<translation>attendu les colonnes {columns}</translation></message>
<message><source>expected a list of point pairs</source>
<translation>attendu une liste de paires de points</translation></message>
<message><source>expected [reference x, y, source x, y]</source>
<translation>attendu [x, y de la référence, x, y de la source]</translation></message>
<message><source>expected 4 or more point pairs, got {count}</source>
<translation>attendu 4 paires de points ou plus, reçu {count}</translation></message>
<message><source>expected a number, got {got!r:.60}</source>
<translation>attendu un nombre, reçu {got!r:.60}</translation></message>
<message><source>expected a finite number, got {got!r:.60}</source>
<translation>attendu un nombre fini, reçu {got!r:.60}</translation></message>
<message><source>expected lists of x, y, dx, dy</source>
<translation>attendu des listes de x, y, dx, dy</translation></message>
<message><source>expected numbers</source>
<translation>attendu des nombres</translation></message>
<message><source>no such file or folder</source>
<translation>ni fichier ni dossier de ce nom</translation></message>
<message><source>holds no RANSAC-Flow checkpoint (files with weights' suffixes: {count})</source>
<translation>ne contient pas de poids RANSAC-Flow (suffixes des fichiers de poids : {count})</translation></message>
<message><source>is far larger than a RANSAC-Flow checkpoint</source>
<translation>est bien plus grand que des poids RANSAC-Flow</translation></message>
<message><source>not a RANSAC-Flow checkpoint: parameters missing: {count}</source>
<translation>pas des poids RANSAC-Flow : paramètres manquants : {count}</translation></message>
<message><source>not a RANSAC-Flow checkpoint: unknown parameter</source>
<translation>pas des poids RANSAC-Flow : paramètre inconnu</translation></message>
<message><source>expected shape {wanted}, got {got}</source>
<translation>attendu la forme {wanted}, reçu {got}</translation></message>
<message><source>holds numbers that are not finite</source>
<translation>contient des nombres non finis</translation></message>
<message><source>holds a negative variance</source>
<translation>contient une variance négative</translation></message>
<message><source>cannot be read as safetensors: {error}</source>
<translation>ne peut être lu comme safetensors : {error}</translation></message>
<message><source>is refused: not a plain checkpoint of weights (opening it could run code, or it is cut off)</source>
<translation>est refusé : pas de simples poids (l’ouvrir pourrait exécuter du code, ou il est coupé)</translation></message>
<message><source>is not a readable checkpoint: {reason}</source>
<translation>n’est pas un fichier de poids lisible : {reason}</translation></message>
<message><source>not a RANSAC-Flow checkpoint: holds a {kind}</source>
<translation>pas des poids RANSAC-Flow : contient {kind}</translation></message>
<message><source>is refused: a program (TorchScript), not a plain checkpoint of weights</source>
<translation>est refusé : un programme (TorchScript), pas de simples poids</translation></message>
<message><source>not a complete RANSAC-Flow checkpoint: key missing</source>
<translation>poids RANSAC-Flow incomplets : clé manquante</translation></message>
<message><source>expected a dictionary of parameters</source>
<translation>attendu un dictionnaire de paramètres</translation></message>
<message><source>not a RANSAC-Flow checkpoint: expected a tensor</source>
<translation>pas des poids RANSAC-Flow : attendu un tenseur</translation></message>
<message><source>returned {shapes}, expected (N, 2), (N, 2) and, if it gives scores, (N,)</source>
<translation>a rendu {shapes}, attendu (N, 2), (N, 2) et, s’il donne des scores, (N,)</translation></message>
<message><source>returned numbers that are not finite</source>
<translation>a rendu des nombres qui ne sont pas finis</translation></message>
<message><source>no CUDA device is available; use cpu or auto</source>
<translation>aucun GPU CUDA n’est disponible ; prenez cpu ou auto</translation></message>
<message><source>is no longer the aligned picture: expected {width} x {height} pixels, got {got_width} x {got_height}; align the pair again</source>
<translation>n’est plus l’image alignée : attendu {width} x {height} pixels, reçu {got_width} x {got_height} ; alignez la paire de nouveau</translation></message>
<message><source>holds no dates</source>
<translation>ne contient pas de dates</translation></message>
<message><source>expected the columns file, year and, if you like, uncertainty</source>
<translation>attendu les colonnes file, year et, si l’on veut, uncertainty</translation></message>
<message><source>{name} stands twice</source>
<translation>{name} s’y trouve deux fois</translation></message>
<message><source>no impression is called {name!r}</source>
<translation>aucune empreinte ne se nomme {name!r}</translation></message>
<message><source>several impressions are called {name}: name it with its folder</source>
<translation>plusieurs empreintes se nomment {name} : nommez-la avec son dossier</translation></message>
<message><source>expected a number from {low:g} to {high:g}, got {got!r:.40}</source>
<translation>attendu un nombre de {low:g} à {high:g}, reçu {got!r:.40}</translation></message>
<message><source>expected {first:g} or more, got {last:g}</source>
<translation>attendu {first:g} ou plus, reçu {last:g}</translation></message>
<message><source>expected {name}, got {got}</source>
<translation>attendu {name}, reçu {got}</translation></message>
<message><source>expected two impressions of the ledger</source>
<translation>attendu : deux empreintes du registre</translation></message>
<message><source>expected {count} of {states}</source>
<translation>attendu {count} parmi {states}</translation></message>
<message><source>expected x1 &lt; x2 and y1 &lt; y2</source>
<translation>attendu x1 &lt; x2 et y1 &lt; y2</translation></message>
<message><source>expected {wanted}</source>
<translation>attendu {wanted}</translation></message>
<message><source>stands twice among the impressions</source>
<translation>se trouve deux fois parmi les empreintes</translation></message>
<message><source>there is no impression to compare with: {reason}</source>
<translation>il n’y a pas d’empreinte à comparer : {reason}</translation></message>
<message><source>no impression could be laid on it: {name}: {reason}</source>
<translation>aucune empreinte n’a pu y être posée : {name} : {reason}</translation></message>
<message><source>no impression prints anything here; click on a stroke that is lost</source>
<translation>aucune empreinte n’imprime rien ici ; cliquez un trait perdu</translation></message>
<message><source>expected two points and their distance in mm, got {given}</source>
<translation>attendu deux points et leur distance en mm, reçu {given}</translation></message>
<message><source>expected x1, y1 &gt;= 0 and a pixel each way, got {got}</source>
<translation>attendu x1, y1 &gt;= 0 et un pixel de chaque côté, reçu {got}</translation></message>
<message><source>expected 4 or more pairs, got {got}</source>
<translation>attendu 4 paires ou plus, reçu {got}</translation></message>
<message><source>expected a multiple of 8, got {got}</source>
<translation>attendu un multiple de 8, reçu {got}</translation></message>
<message><source>expected within the reference of {columns} x {rows} pixels, got {x1},{y1},{x2},{y2}</source>
<translation>attendue dans la référence de {columns} x {rows} pixels, reçu {x1},{y1},{x2},{y2}</translation></message>
<message><source>expected the box of a part of the reference</source>
<translation>attendu le cadre d’une partie de la référence</translation></message>
<message><source>expected {count} finite numbers, got {got!r}</source>
<translation>attendu {count} nombres finis, reçu {got!r}</translation></message>
<message><source>names no aligned picture; align the pair again</source>
<translation>ne nomme aucune image alignée ; alignez la paire de nouveau</translation></message>
<message><source>is not a table of results and would be overwritten; choose another folder</source>
<translation>n’est pas un tableau de résultats et serait remplacé ; choisissez un autre dossier</translation></message>
<message><source>was changed since it was aligned; align the pair again</source>
<translation>a été changé depuis l’alignement ; alignez la paire de nouveau</translation></message>
<message><source>expected a grid with {wanted} axes, got {shape}</source>
<translation>attendu une grille à {wanted} axes, reçu {shape}</translation></message>
<message><source>a grid of {shape} is not one of ours</source>
<translation>une grille de {shape} n’est pas des nôtres</translation></message>
<message><source>is not base64</source>
<translation>n’est pas en base64</translation></message>
<message><source>expected {count} bytes, got {got}</source>
<translation>attendu {count} octets, reçu {got}</translation></message>
<message><source>its values are not finite</source>
<translation>ses valeurs ne sont pas finies</translation></message>
<message><source>is missing in an alignment</source>
<translation>manque dans un alignement</translation></message>
<message><source>is not a size in pixels: {width:g} x {height:g}</source>
<translation>n’est pas une taille en pixels : {width:g} x {height:g}</translation></message>
<message><source>expected matrices of 3 x 3 numbers</source>
<translation>attendu des matrices de 3 x 3 nombres</translation></message>
<message><source>expected weights that sum to more than 0 everywhere</source>
<translation>attendu des poids dont la somme dépasse 0 partout</translation></message>
<message><source>no checkpoint to resume from</source>
<translation>aucun point de reprise</translation></message>
<message><source>cannot be resumed from</source>
<translation>ne permet pas de reprendre</translation></message>
<message><source>expected a number, got {word!r}</source>
<translation>attendu un nombre, reçu {word!r}</translation></message>
<message><source>expected a number between 0 and 1, got {word}</source>
<translation>attendu un nombre entre 0 et 1, reçu {word}</translation></message>
<message><source>expected at least 1, got {got}</source>
<translation>attendu au moins 1, reçu {got}</translation></message>
<message><source>expected 0 or more, got {got}</source>
<translation>attendu 0 ou plus, reçu {got}</translation></message>
<message><source>the weight is missing</source>
<translation>le poids manque</translation></message>
<message><source>the weight has another shape, expected {shape}</source>
<translation>le poids a une autre forme, attendu {shape}</translation></message>
<message><source>is not a catalogue: expected format {name!r}</source>
<translation>n’est pas un catalogue : attendu le format {name!r}</translation></message>
<message><source>version {found!r:.40} is unknown; this program reads 1</source>
<translation>la version {found!r:.40} est inconnue ; ce programme lit la 1</translation></message>
<message><source>expected at least one label</source>
<translation>attendu au moins une étiquette</translation></message>
<message><source>expected some text</source>
<translation>attendu du texte</translation></message>
<message><source>expected at least one</source>
<translation>attendu au moins un</translation></message>
<message><source>expected the name of a picture in this folder</source>
<translation>attendu le nom d’une image de ce dossier</translation></message>
<message><source>no GPU was found; choose the device cpu or auto</source>
<translation>aucun GPU trouvé ; choisissez l’appareil cpu ou auto</translation></message>
<message><source>no page has a box of a label that the model knows</source>
<translation>aucune page n’a de cadre d’une étiquette que le modèle connaît</translation></message>
<message><source>an inspection needs a model, a reference, or both</source>
<translation>une inspection demande un modèle, une référence, ou les deux</translation></message>
<message><source>is no impression of this block: {reason}</source>
<translation>n’est pas une empreinte de ce bois : {reason}</translation></message>
<message><source>expected format {name!r}, version {version}; `autolabelme detect calibrate` makes it anew</source>
<translation>attendu le format {name!r}, version {version} ; `autolabelme detect calibrate` le refait</translation></message>
<message><source>is not the file that was saved: truncated or changed</source>
<translation>n’est pas le fichier enregistré : coupé ou changé</translation></message>
<message><source>is not a safetensors file: {error}</source>
<translation>n’est pas un fichier safetensors : {error}</translation></message>
<message><source>expected width, height and margin in pixels, got {got}</source>
<translation>attendu largeur, hauteur et marge en pixels, reçu {got}</translation></message>
<message><source>its array {name!r} is missing or does not have the shape {shape}</source>
<translation>son tableau {name!r} manque ou n’a pas la forme {shape}</translation></message>
<message><source>expected {count} values, one a label, got {got}</source>
<translation>attendu {count} valeurs, une par étiquette, reçu {got}</translation></message>
<message><source>expected {count} ascending values and a width above 0</source>
<translation>attendu {count} valeurs croissantes et une largeur au-dessus de 0</translation></message>
<message><source>expected format {name!r}, version {newest}</source>
<translation>attendu le format {name!r}, version {newest}</translation></message>
<message><source>expected a LabelMe file or a JSON object with 'vignettes'</source>
<translation>attendu un fichier LabelMe ou un objet JSON avec « vignettes »</translation></message>
<message><source>expected one number for each vignette</source>
<translation>attendu un nombre pour chaque vignette</translation></message>
<message><source>is no sidecar of an alignment: expected 'aligned' and 'reference'</source>
<translation>n’est pas la fiche d’un alignement : attendu « aligned » et « reference »</translation></message>
<message><source>the aligned ornament has {width} x {height} pixels, the reference {reference_width} x {reference_height}</source>
<translation>l’ornement aligné a {width} x {height} pixels, la référence {reference_width} x {reference_height}</translation></message>
<message><source>is the alignment of {laid}, not of {ornament}</source>
<translation>est l’alignement de {laid}, non de {ornament}</translation></message>
<message><source>is the sidecar of a refused alignment</source>
<translation>est la fiche d’un alignement refusé</translation></message>
<message><source>its map has another size than the aligned ornament</source>
<translation>son champ a une autre taille que l’ornement aligné</translation></message>
<message><source>expected a box with an area, got {box}</source>
<translation>attendu un cadre qui a une surface, reçu {box}</translation></message>
<message><source>expected ascending values of a tail</source>
<translation>attendu les valeurs croissantes d’une queue</translation></message>
<message><source>expected a width above 0, got {over:g}</source>
<translation>attendu une largeur au-dessus de 0, reçu {over:g}</translation></message>
<message><source>expected {first} and {second}</source>
<translation>attendu {first} et {second}</translation></message>
<message><source>is no evidence of this program</source>
<translation>n’est pas un indice de ce programme</translation></message>
<message><source>expected a spread above 0, got {width:g}</source>
<translation>attendu un étalement au-dessus de 0, reçu {width:g}</translation></message>
<message><source>out of memory even with {batch} crops a step; use another device</source>
<translation>mémoire épuisée même à {batch} découpes par pas ; prenez un autre appareil</translation></message>
<message><source>cannot be resumed from: it is damaged or belongs to another training</source>
<translation>ne permet pas de reprendre : il est abîmé ou d’un autre entraînement</translation></message>
<message><source>cannot be resumed from: it is of another network</source>
<translation>ne permet pas de reprendre : il est d’un autre réseau</translation></message>
<message><source>cannot be resumed from: other pages were trained on and held out; ask for the same catalogue, synthetic pages, share held out and seed</source>
<translation>ne permet pas de reprendre : d’autres pages servaient à l’apprentissage ou au contrôle ; demandez mêmes catalogue, pages synthétiques, part de contrôle et graine</translation></message>
<message><source>holds something else; choose an empty folder or an earlier model</source>
<translation>contient autre chose ; choisissez un dossier vide ou un modèle antérieur</translation></message>
<message><source>is not a model's folder</source>
<translation>n’est pas le dossier d’un modèle</translation></message>
<message><source>is not a model of this program: it has no {name}</source>
<translation>n’est pas un modèle de ce programme : il n’a pas de {name}</translation></message>
<message><source>is not a model of this program: expected format {name!r}</source>
<translation>n’est pas un modèle de ce programme : attendu le format {name!r}</translation></message>
<message><source>its labels are not those of the catalogue</source>
<translation>ses étiquettes ne sont pas celles du catalogue</translation></message>
<message><source>its tensors do not fit the network that the settings describe</source>
<translation>ses tenseurs ne vont pas au réseau que décrivent les réglages</translation></message>
<message><source>does not describe a network: {error}</source>
<translation>ne décrit pas un réseau : {error}</translation></message>
<message><source>is not the file that was saved with this model: truncated or changed</source>
<translation>n’est pas le fichier enregistré avec ce modèle : coupé ou changé</translation></message>
<message><source>is not a safetensors file</source>
<translation>n’est pas un fichier safetensors</translation></message>
<message><source>could run code when opened (a pickle or an archive); a model has none</source>
<translation>pourrait exécuter du code à l’ouverture (pickle ou archive) ; un modèle n’en a pas</translation></message>
<message><source>holds no image</source>
<translation>ne contient pas d’image</translation></message>
<message><source>is the page that is inspected, not another one</source>
<translation>est la page inspectée, non une autre</translation></message>
<message><source>rests on pixels of which no file was kept; inspect the annotation again</source>
<translation>repose sur des pixels dont aucun fichier n’a été gardé ; examinez l’annotation de nouveau</translation></message>
<message><source>is not the file that was inspected: its SHA-256 differs</source>
<translation>n’est pas le fichier inspecté : son SHA-256 diffère</translation></message>
<message><source>expected the numbers of a page and of an impression</source>
<translation>attendu les numéros d’une page et d’une empreinte</translation></message>
<message><source>the findings are not the same: {differences}</source>
<translation>les constats ne sont pas les mêmes : {differences}</translation></message>
<message><source>is no table of siblings' scores: {error}</source>
<translation>n’est pas un tableau de scores de sœurs : {error}</translation></message>
<message><source>expected matched LabelMe files, a folder of crops or a model's folder</source>
<translation>attendu des fichiers LabelMe « _matched », un dossier de découpes ou le dossier d’un modèle</translation></message>
<message><source>a folder stands alone; give either files or one folder</source>
<translation>un dossier va seul ; donnez soit des fichiers, soit un dossier</translation></message>
<message><source>no vignette is boxed on any page</source>
<translation>aucune vignette n’est encadrée sur aucune page</translation></message>
<message><source>holds no catalogue: expected catalogue.json, LabelMe files, or crops in folders by label</source>
<translation>ne contient pas de catalogue : attendu catalogue.json, des fichiers LabelMe, ou des découpes dans des dossiers par étiquette</translation></message>
<message><source>no vignette is large enough to learn</source>
<translation>aucune vignette n’est assez grande pour être apprise</translation></message>
<message><source>crops or a model alone cannot train: ask for synthetic pages</source>
<translation>des découpes ou un modèle seuls ne peuvent entraîner : demandez des pages synthétiques</translation></message>
<message><source>no page is left to train on; hold out less or ask for synthetic pages</source>
<translation>il ne reste aucune page à apprendre ; gardez-en moins pour le contrôle ou demandez des pages synthétiques</translation></message>
<message><source>takes no ornament, model, reference or layout: they stand in the file</source>
<translation>ne prend ni ornement, ni modèle, ni référence, ni composition : ils sont dans le fichier</translation></message>
<message><source>expected at least one ornament</source>
<translation>attendu au moins un ornement</translation></message>
<message><source>is an annotation beside pictures</source>
<translation>est une annotation parmi des images</translation></message>
<message><source>expected --model, --reference, or both</source>
<translation>attendu --model, --reference, ou les deux</translation></message>
<message><source>a layout needs a model</source>
<translation>une composition demande un modèle</translation></message>
<message><source>a model has its own normals (see detect calibrate)</source>
<translation>un modèle a ses propres normales (voir detect calibrate)</translation></message>
<message><source>rests on an alignment of which no file was kept; save it in Align and inspect it again</source>
<translation>repose sur un alignement dont aucun fichier n’est gardé ; enregistrez-le dans Aligner et inspectez de nouveau</translation></message>
<message><source>is not the model that was inspected with: {name} differs</source>
<translation>n’est pas le modèle de l’inspection : {name} diffère</translation></message>
<message><source>scorer {name!r} needs normal impressions, and this model keeps none</source>
<translation>la méthode {name!r} demande des empreintes normales, et ce modèle n’en garde pas</translation></message>
<message><source>expected {name!r}</source>
<translation>attendu {name!r}</translation></message>
<message><source>is not a model of this program: {reason}</source>
<translation>n’est pas un modèle de ce programme : {reason}</translation></message>
<message><source>cannot be deleted: {error}</source>
<translation>ne peut être supprimé : {error}</translation></message>
<message><source>a model of this name was made since</source>
<translation>un modèle de ce nom a été fait depuis</translation></message>
<message><source>cannot be put back: {error}</source>
<translation>ne peut être remis : {error}</translation></message>
<message><source>cannot be written to: {error}</source>
<translation>ne permet pas d’y écrire : {error}</translation></message>
<message><source>is a picture beside annotation files; inspect one kind at a time</source>
<translation>est une image parmi des fichiers d’annotation ; inspectez un genre à la fois</translation></message>
<message><source>expected an annotation file, as the page is one</source>
<translation>attendu un fichier d’annotation, comme pour la page</translation></message>
<message><source>an annotation file is compared with its siblings and takes none</source>
<translation>un fichier d’annotation est comparé à ses sœurs et n’en prend pas</translation></message>
</context>
<context>
<name>FetchParams</name>
<message><source>Longer side</source>
<translation>Grand côté</translation></message>
<message><source>longer side of the pages that are fetched; 0: as large as the server gives them</source>
<translation>grand côté des pages prises ; 0 : aussi grand que le serveur les donne</translation></message>
<message><source>In tiles</source>
<translation>Par tuiles</translation></message>
<message><source>where the server gives only a smaller picture at once, fetch the full one in tiles</source>
<translation>quand le serveur ne donne d’un coup qu’une image réduite, prendre l’entière par tuiles</translation></message>
<message><source>Pause</source>
<translation>Pause</translation></message>
<message><source>pause between two requests to one server</source>
<translation>pause entre deux demandes à un serveur</translation></message>
<message><source>Tries</source>
<translation>Essais</translation></message>
<message><source>how often an address is tried before it is given up</source>
<translation>combien de fois une adresse est essayée avant d’y renoncer</translation></message>
<message><source>Patience</source>
<translation>Patience</translation></message>
<message><source>how long a server may be silent</source>
<translation>combien de temps un serveur peut se taire</translation></message>
<message><source>Longest transfer</source>
<translation>Transfert max.</translation></message>
<message><source>how long one picture may take in all</source>
<translation>combien de temps une image peut prendre en tout</translation></message>
<message><source>Longest wait</source>
<translation>Attente max.</translation></message>
<message><source>how long a server may ask to be left alone; where it asks for more, the job ends</source>
<translation>combien de temps un serveur peut demander qu’on attende ; au-delà, la tâche finit</translation></message>
<message><source>Cache</source>
<translation>Cache</translation></message>
<message><source>how much of what was fetched is kept for the next time; the least used goes first</source>
<translation>combien de ce qui a été pris est gardé pour la prochaine fois ; le moins employé part d’abord</translation></message>
</context>
<context>
<name>FigureTable</name>
<message><source>Details</source>
<translation>Détails</translation></message>
<message><source>score</source>
<translation>score</translation></message>
<message><source>p</source>
<translation>p</translation></message>
</context>
<context>
<name>FileCommands</name>
<message><source>Open JSON or pages</source>
<translation>Ouvrir JSON ou pages</translation></message>
<message><source>LabelMe JSON (*.json);;All files (*)</source>
<translation>LabelMe JSON (*.json);;Tous les fichiers (*)</translation></message>
<message><source>Save JSON as</source>
<translation>Enregistrer JSON sous</translation></message>
<message><source>LabelMe JSON (*.json)</source>
<translation>LabelMe JSON (*.json)</translation></message>
<message><source>Folder for the images</source>
<translation>Dossier des images</translation></message>
<message><source>Folder for the export</source>
<translation>Dossier de l’export</translation></message>
<message><source>ornament on %s</source>
<translation>ornement de %s</translation></message>
<message><source>label %s on %s</source>
<translation>étiquette %s de %s</translation></message>
<message><source>Choose Folder</source>
<translation>Choisir un dossier</translation></message>
<message><source>Choose Target: the reference</source>
<translation>Choisir la cible : la référence</translation></message>
<message><source>Choose Source: one or several</source>
<translation>Choisir la source : une ou plusieurs</translation></message>
<message><source>Folder with RANSAC-Flow's checkpoint</source>
<translation>Dossier des poids de RANSAC-Flow</translation></message>
<message><source>RANSAC-Flow's checkpoint</source>
<translation>Poids de RANSAC-Flow</translation></message>
<message><source>Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)</source>
<translation>Poids (*.pth *.pt *.tar *.ckpt *.safetensors);;Tous les fichiers (*)</translation></message>
<message><source>Folder for the aligned images</source>
<translation>Dossier des images alignées</translation></message>
<message><source>Folder for the report</source>
<translation>Dossier du rapport</translation></message>
<message><source>Images ({0});;All files (*)</source>
<translation>Images ({0});;Tous les fichiers (*)</translation></message>
</context>
<context>
<name>FileList</name>
<message><source>Pages</source>
<translation>Pages</translation></message>
<message><source>boxes: {0}</source>
<translation>cadres : {0}</translation></message>
<message><source>reviewed</source>
<translation>relue</translation></message>
<message><source>flagged</source>
<translation>signalée</translation></message>
<message><source>not saved</source>
<translation>non enregistrée</translation></message>
</context>
<context>
<name>Filter</name>
<message><source>only these kinds</source>
<translation>ces genres seulement</translation></message>
<message><source>Kinds</source>
<translation>Genres</translation></message>
<message><source>only in these states</source>
<translation>dans ces états seulement</translation></message>
<message><source>States</source>
<translation>États</translation></message>
<message><source>ornaments (region), vignettes, or both</source>
<translation>ornements (zone), vignettes, ou les deux</translation></message>
<message><source>Roles</source>
<translation>Rôles</translation></message>
<message><source>only of this book</source>
<translation>seulement de cet exemplaire</translation></message>
<message><source>Book</source>
<translation>Exemplaire</translation></message>
<message><source>only impressions of this block or sort</source>
<translation>seulement des empreintes de ce bois ou type</translation></message>
<message><source>Block</source>
<translation>Bois</translation></message>
<message><source>only with a block, or only without</source>
<translation>seulement avec un bois, ou seulement sans</translation></message>
<message><source>Grouped</source>
<translation>Groupés</translation></message>
<message><source>only of books of this printer</source>
<translation>seulement de livres de cet imprimeur</translation></message>
<message><source>Printer</source>
<translation>Imprimeur</translation></message>
<message><source>only from this year on</source>
<translation>à partir de cette année</translation></message>
<message><source>Year from</source>
<translation>Année min.</translation></message>
<message><source>only up to this year</source>
<translation>jusqu’à cette année</translation></message>
<message><source>Year to</source>
<translation>Année max.</translation></message>
<message><source>only on the page of this id</source>
<translation>seulement sur la page de cet identifiant</translation></message>
<message><source>Page</source>
<translation>Page</translation></message>
<message><source>only with these letters in title, printer, label or note</source>
<translation>seulement avec ces lettres dans titre, imprimeur, étiquette ou note</translation></message>
<message><source>Text</source>
<translation>Texte</translation></message>
</context>
<context>
<name>FilterBar</name>
<message><source>Which ornaments</source>
<translation>Quels ornements</translation></message>
<message><source>accepted and proposed</source>
<translation>acceptés et proposés</translation></message>
<message><source>accepted</source>
<translation>accepté</translation></message>
<message><source>to judge</source>
<translation>à juger</translation></message>
<message><source>rejected</source>
<translation>rejeté</translation></message>
<message><source>Kind</source>
<translation>Genre</translation></message>
<message><source>all kinds</source>
<translation>tous les genres</translation></message>
<message><source>Block or sort</source>
<translation>Bois ou type</translation></message>
<message><source>with and without block</source>
<translation>avec et sans bois</translation></message>
<message><source>with a block</source>
<translation>avec un bois</translation></message>
<message><source>without a block</source>
<translation>sans bois</translation></message>
<message><source>Order</source>
<translation>Ordre</translation></message>
<message><source>by year</source>
<translation>par année</translation></message>
<message><source>by title</source>
<translation>par titre</translation></message>
<message><source>largest first</source>
<translation>les plus grands d’abord</translation></message>
<message><source>surest first</source>
<translation>les plus sûrs d’abord</translation></message>
<message><source>last judged first</source>
<translation>les derniers jugés d’abord</translation></message>
<message><source>most like the selected first</source>
<translation>d’abord les plus proches du choisi</translation></message>
<message><source>Letters in title, printer, label or note</source>
<translation>Lettres dans titre, imprimeur, étiquette ou note</translation></message>
<message><source>Title, printer, note</source>
<translation>Titre, imprimeur, note</translation></message>
<message><source>True size</source>
<translation>Taille vraie</translation></message>
<message><source>Show crops in proportion to their millimetres, where these are known</source>
<translation>Montrer les découpes à proportion de leurs millimètres, s’ils sont connus</translation></message>
</context>
<context>
<name>FindParams</name>
<message><source>Proposals that are less sure are left out.</source>
<translation>Les propositions moins sûres sont omises.</translation></message>
<message><source>Score</source>
<translation>Score</translation></message>
<message><source>least size</source>
<translation>taille min.</translation></message>
<message><source>Smaller ornaments are left out: the longer side as a share of the page's longer side.</source>
<translation>Les ornements plus petits sont omis : le grand côté en part de celui de la page.</translation></message>
</context>
<context>
<name>FoundCopies</name>
<message><source>A copy of the new box; Return takes it</source>
<translation>Une copie du nouveau cadre ; Entrée la prend</translation></message>
<message><source>Shows through from the verso</source>
<translation>Transparaît du verso</translation></message>
</context>
<context>
<name>FoundPages</name>
<message><source>Sorts by page as a table</source>
<translation>Types par page, en tableau</translation></message>
<message><source>Hide the found pages; the search goes on</source>
<translation>Cacher les pages trouvées ; la recherche continue</translation></message>
<message><source>all</source>
<translation>tout</translation></message>
<message><source>{0}: {1} found</source>
<translation>{0} : {1} trouvées</translation></message>
<message><source>{0}: {1} of {2} pages searched, {3} found</source>
<translation>{0} : {1} pages sur {2} parcourues, {3} trouvées</translation></message>
</context>
<context>
<name>Handover</name>
<message><source>Boxes from Inspect</source>
<translation>Cadres d’Inspecter</translation></message>
</context>
<context>
<name>IiifWords</name>
<message><source>reading {url}</source>
<translation>lecture de {url}</translation></message>
<message><source>page {page} of {pages}</source>
<translation>page {page} sur {pages}</translation></message>
<message><source>{host} asks to wait: {seconds:.0f} s</source>
<translation>{host} demande d’attendre : {seconds:.0f} s</translation></message>
<message><source>the server says {width} x {height} pixels and gives {given_width} x {given_height}</source>
<translation>le serveur dit {width} x {height} pixels et donne {given_width} x {given_height}</translation></message>
<message><source>the server gives at most {given_width} x {given_height} of {width} x {height} pixels at once</source>
<translation>le serveur donne d’un coup au plus {given_width} x {given_height} des {width} x {height} pixels</translation></message>
<message><source>the canvas has no picture</source>
<translation>la vue n’a pas d’image</translation></message>
<message><source>the canvas has {count} more pictures, the largest was taken</source>
<translation>la vue a {count} autres images, la plus grande a été prise</translation></message>
<message><source>writing {what}</source>
<translation>écriture de {what}</translation></message>
<message><source>not among the annotations, since their pages come from no IIIF canvas: {count}</source>
<translation>absents des annotations, car leurs pages ne viennent d’aucun canevas IIIF : {count}</translation></message>
</context>
<context>
<name>ImpressionTable</name>
<message><source>Impressions</source>
<translation>Empreintes</translation></message>
<message><source>Impression</source>
<translation>Empreinte</translation></message>
<message><source>Year</source>
<translation>Année</translation></message>
<message><source>Placed</source>
<translation>Placée</translation></message>
<message><source>In the order of printing once there is a ledger; the reference is bold</source>
<translation>Dans l’ordre du tirage dès qu’il y a un registre ; la référence est en gras</translation></message>
<message><source>When it was printed, if you know; double click to write it</source>
<translation>Quand elle fut tirée, si vous le savez ; double clic pour l’écrire</translation></message>
<message><source>How many years earlier or later it may be</source>
<translation>De combien d’années elle peut être antérieure ou postérieure</translation></message>
<message><source>Where the events place an undated impression between the dated ones</source>
<translation>Où les événements placent une empreinte sans date parmi les datées</translation></message>
</context>
<context>
<name>InspectCommands</name>
<message><source>Choose ornament…</source>
<translation>Choisir l’ornement…</translation></message>
<message><source>Open the image of the ornament to inspect</source>
<translation>Ouvrir l’image de l’ornement à inspecter</translation></message>
<message><source>Choose reference…</source>
<translation>Choisir la référence…</translation></message>
<message><source>Open an authentic impression; it is laid on the ornament first</source>
<translation>Ouvrir une empreinte authentique ; elle est d’abord posée sur l’ornement</translation></message>
<message><source>No reference</source>
<translation>Sans référence</translation></message>
<message><source>Inspect the ornament without a reference</source>
<translation>Inspecter l’ornement sans référence</translation></message>
<message><source>Save report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>Write report.html, report.pdf, findings.json and the overlays beside the page</source>
<translation>Écrire report.html, report.pdf, findings.json et les calques à côté de la page</translation></message>
<message><source>Save report to…</source>
<translation>Rapport dans…</translation></message>
<message><source>Choose where the report's folder is made</source>
<translation>Choisir où créer le dossier du rapport</translation></message>
<message><source>Undo</source>
<translation>Annuler</translation></message>
<message><source>Undo the last verdict or note</source>
<translation>Annuler le dernier verdict ou la dernière note</translation></message>
<message><source>Redo</source>
<translation>Rétablir</translation></message>
<message><source>Redo the verdict or note that was undone</source>
<translation>Rétablir le verdict ou la note annulés</translation></message>
<message><source>Accept</source>
<translation>Accepter</translation></message>
<message><source>This finding is right</source>
<translation>Ce constat est juste</translation></message>
<message><source>Reject</source>
<translation>Rejeter</translation></message>
<message><source>This finding is a false alarm</source>
<translation>Ce constat est une fausse alarme</translation></message>
<message><source>Undecided</source>
<translation>Indécis</translation></message>
<message><source>Remove the verdict on this finding</source>
<translation>Retirer le verdict sur ce constat</translation></message>
<message><source>Compare</source>
<translation>Comparer</translation></message>
<message><source>Compare the ornament with its reference: blink, swipe, onion skin, difference</source>
<translation>Comparer l’ornement à sa référence : clignotement, volet, calque, différence</translation></message>
<message><source>Two maps</source>
<translation>Deux cartes</translation></message>
<message><source>Lay two kinds of evidence over the ornament, side by side</source>
<translation>Poser deux sortes d’indices sur l’ornement, côte à côte</translation></message>
<message><source>Why flagged</source>
<translation>Pourquoi</translation></message>
<message><source>Show the selected finding large beside what it is compared with</source>
<translation>Montrer en grand le constat choisi à côté de ce à quoi il est comparé</translation></message>
<message><source>Blink</source>
<translation>Clignoter</translation></message>
<message><source>Show in turn the two that are compared</source>
<translation>Montrer tour à tour les deux que l’on compare</translation></message>
<message><source>Lost and gained</source>
<translation>Perdu et gagné</translation></message>
<message><source>Colour what is lost (blue) and gained (orange)</source>
<translation>Colorer ce qui est perdu (bleu) et gagné (orange)</translation></message>
<message><source>Next finding</source>
<translation>Constat suivant</translation></message>
<message><source>Go to the next finding</source>
<translation>Aller au constat suivant</translation></message>
<message><source>Previous finding</source>
<translation>Constat précédent</translation></message>
<message><source>Go to the previous finding</source>
<translation>Aller au constat précédent</translation></message>
<message><source>Inspect</source>
<translation>Inspecter</translation></message>
<message><source>Look for what is anomalous on this ornament</source>
<translation>Chercher ce qui est anormal sur cet ornement</translation></message>
<message><source>Cancel</source>
<translation>Arrêter</translation></message>
<message><source>Stop the inspection</source>
<translation>Arrêter l’inspection</translation></message>
<message><source>Boxes to Annotate</source>
<translation>Cadres vers Annoter</translation></message>
<message><source>Send the vignettes and what is foreign to Annotate, as proposals</source>
<translation>Envoyer à Annoter les vignettes et ce qui est étranger, comme propositions</translation></message>
<message><source>Find in the catalogue</source>
<translation>Chercher dans le catalogue</translation></message>
<message><source>Where else was this ornament used? Search the catalogue for its picture</source>
<translation>Où cet ornement a-t-il encore servi ? Chercher son image dans le catalogue</translation></message>
<message><source>Siblings on the page</source>
<translation>Sœurs de la page</translation></message>
<message><source>Back to the page that Annotate sent: its impressions against their siblings</source>
<translation>Retour à la page envoyée par Annoter : ses empreintes face à leurs sœurs</translation></message>
<message><source>Up, Down</source>
<translation>Haut, bas</translation></message>
<message><source>Previous / next finding</source>
<translation>Constat précédent / suivant</translation></message>
<message><source>Click on a box</source>
<translation>Clic sur un cadre</translation></message>
<message><source>Select its finding</source>
<translation>Choisir son constat</translation></message>
<message><source>Double click on a card</source>
<translation>Double clic sur une fiche</translation></message>
<message><source>The catalogue is not installed</source>
<translation>Le catalogue n’est pas installé</translation></message>
<message><source>Choose an ornament first, or send one here from Align</source>
<translation>Choisissez d’abord un ornement, ou envoyez-en un d’Aligner</translation></message>
<message><source>Align has laid this ornament on its reference; choose another reference there</source>
<translation>Aligner a posé cet ornement sur sa référence ; choisissez-y une autre référence</translation></message>
<message><source>There is no reference</source>
<translation>Il n’y a pas de référence</translation></message>
<message><source>Choose a model or a reference: there is nothing to compare with</source>
<translation>Choisissez un modèle ou une référence : il n’y a rien à comparer</translation></message>
<message><source>Select a finding first</source>
<translation>Choisissez d’abord un constat</translation></message>
<message><source>There are no findings</source>
<translation>Il n’y a pas de constats</translation></message>
<message><source>It was inspected without a reference</source>
<translation>Inspecté sans référence</translation></message>
<message><source>Press Why flagged first</source>
<translation>Pressez d’abord Pourquoi</translation></message>
<message><source>Press Why flagged or Compare first</source>
<translation>Pressez d’abord Pourquoi ou Comparer</translation></message>
<message><source>Its pictures are being made</source>
<translation>Ses images sont en train d’être faites</translation></message>
<message><source>There are no boxes to send</source>
<translation>Il n’y a pas de cadres à envoyer</translation></message>
<message><source>Press Inspect in Annotate: it sends the boxes of a page here</source>
<translation>Pressez Inspecter dans Annoter : les cadres d’une page viennent ici</translation></message>
<message><source>Annotate is not installed</source>
<translation>Annoter n’est pas installé</translation></message>
</context>
<context>
<name>InspectPanel</name>
<message><source>See what is anomalous on an ornament</source>
<translation>Voir ce qui est anormal sur un ornement</translation></message>
<message><source>1.  The vignettes of a page: press Inspect in Annotate. They are compared with each other, and nothing else is needed.
2.  An ornament: align it with an authentic one and send it here, or choose its image, with a reference if there is one; choose the model that knows its vignettes; press Return.
3.  Suspicious vignettes light up, each with its evidence.
4.  Accept (A) or reject (R) each finding, and save the report.</source>
<translation>1.  Les vignettes d’une page : pressez Inspecter dans Annoter. Elles sont comparées entre elles, et rien d’autre n’est requis.
2.  Un ornement : alignez-le sur un authentique et envoyez-le ici, ou choisissez son image, avec une référence s’il y en a une ; choisissez le modèle qui connaît ses vignettes ; pressez Entrée.
3.  Les vignettes suspectes s’éclairent, chacune avec ses indices.
4.  Acceptez (A) ou rejetez (R) chaque constat, et enregistrez le rapport.</translation></message>
<message><source>Choose ornament…</source>
<translation>Choisir l’ornement…</translation></message>
<message><source>Try the sample</source>
<translation>Essayer l’exemple</translation></message>
<message><source>Vignettes boxed: {0}. They are being measured now.</source>
<translation>Vignettes encadrées : {0}. Elles sont en train d’être mesurées.</translation></message>
<message><source>No ornament is chosen yet.</source>
<translation>Aucun ornement n’est encore choisi.</translation></message>
<message><source>No reference: nothing can be found missing, misplaced or swapped.</source>
<translation>Sans référence : rien ne peut être trouvé manquant, déplacé ou permuté.</translation></message>
<message><source>Aligned with {0}</source>
<translation>Aligné avec {0}</translation></message>
<message><source>Reference: {0}</source>
<translation>Référence : {0}</translation></message>
<message><source>Ornament: {0}</source>
<translation>Ornement : {0}</translation></message>
<message><source>no model</source>
<translation>pas de modèle</translation></message>
<message><source>This was found with: {0}. Inspect looks again.</source>
<translation>Trouvé avec : {0}. Inspecter regarde de nouveau.</translation></message>
<message><source>The model does not know these vignettes: the two impressions were compared without it.</source>
<translation>Le modèle ne connaît pas ces vignettes : les deux empreintes ont été comparées sans lui.</translation></message>
<message><source>No false-alarm rate is promised here; Details say why.</source>
<translation>Aucun taux de fausses alarmes n’est promis ici ; Détails dit pourquoi.</translation></message>
<message><source>{0} (dimmed).</source>
<translation>{0} (estompé).</translation></message>
<message><source>The evidence for a finding appears here after an inspection.</source>
<translation>Les indices d’un constat apparaissent ici après une inspection.</translation></message>
<message><source>Nothing was flagged at this rate.</source>
<translation>Rien n’est signalé à ce taux.</translation></message>
<message><source>Select a finding to see the evidence for it.</source>
<translation>Choisissez un constat pour en voir les indices.</translation></message>
<message><source>Why flagged</source>
<translation>Pourquoi</translation></message>
<message><source>Choose the ornament</source>
<translation>Choisir l’ornement</translation></message>
<message><source>Choose the reference</source>
<translation>Choisir la référence</translation></message>
<message><source>Images ({0});;All files (*)</source>
<translation>Images ({0});;Tous les fichiers (*)</translation></message>
</context>
<context>
<name>InspectParams</name>
<message><source>False alarms</source>
<translation>Fausses alarmes</translation></message>
<message><source>Share of normal vignettes that may be flagged</source>
<translation>Part des vignettes normales qui peuvent être signalées</translation></message>
<message><source>Shift tolerated</source>
<translation>Décalage toléré</translation></message>
<message><source>Against the reference layout, as a share of a vignette's smaller side</source>
<translation>Par rapport à la composition de référence, en part du petit côté d’une vignette</translation></message>
<message><source>Turn tolerated</source>
<translation>Rotation tolérée</translation></message>
<message><source>Against the reference layout</source>
<translation>Par rapport à la composition de référence</translation></message>
<message><source>Detections over</source>
<translation>Détections dès</translation></message>
<message><source>Least score of a detection that is taken for a vignette</source>
<translation>Plus bas score d’une détection prise pour une vignette</translation></message>
<message><source>Ornament pixels for one catalogue pixel; empty: from the resolutions, else by looking</source>
<translation>Pixels de l’ornement pour un pixel du catalogue ; vide : d’après les résolutions, sinon en regardant</translation></message>
</context>
<context>
<name>InspectPresenter</name>
<message><source>Inspect %s</source>
<translation>Inspecter %s</translation></message>
<message><source>The inspection was cancelled.</source>
<translation>L’inspection a été arrêtée.</translation></message>
<message><source>This model has not measured normal impressions yet. It does so first, once; the time left stands with the job.</source>
<translation>Ce modèle n’a pas encore mesuré d’empreintes normales. Il le fait d’abord, une fois ; le temps restant se lit à la tâche.</translation></message>
<message><source>The reference does not fit: {0}</source>
<translation>La référence ne convient pas : {0}</translation></message>
<message><source>Earlier verdicts could not be read and were put aside: {0}</source>
<translation>Des verdicts antérieurs étaient illisibles et ont été mis de côté : {0}</translation></message>
<message><source>The verdicts could not be kept: {0}</source>
<translation>Les verdicts n’ont pu être gardés : {0}</translation></message>
<message><source>Save report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>report.html, report.pdf and findings.json in {0}</source>
<translation>report.html, report.pdf et findings.json dans {0}</translation></message>
<message><source>Boxes from Inspect</source>
<translation>Cadres d’Inspecter</translation></message>
</context>
<context>
<name>InspectWords</name>
<message><source>They come with the laboratory, which is not installed: pip install 'autolabelme[lab]'</source>
<translation>Elles viennent avec le laboratoire, qui n’est pas installé : pip install 'autolabelme[lab]'</translation></message>
<message><source>Other scorers</source>
<translation>Autres méthodes</translation></message>
<message><source>From: {0}</source>
<translation>D’après : {0}</translation></message>
<message><source>Figures measured on {0}</source>
<translation>Chiffres mesurés sur {0}</translation></message>
<message><source>Its colours begin above what normal impressions show and end at what a planted cut or blot reaches.</source>
<translation>Ses couleurs commencent au-dessus de ce que montrent des empreintes normales et finissent à ce qu’atteint une coupe ou une tache plantée.</translation></message>
<message><source>It looks at this ornament when you choose it; scores and p-values do not rest on it.</source>
<translation>Elle regarde cet ornement quand vous la choisissez ; scores et p n’en dépendent pas.</translation></message>
<message><source>{0}. {1}: label {2}, label {3} is expected</source>
<translation>{0}. {1} : étiquette {2}, étiquette {3} attendue</translation></message>
<message><source>{0}. {1}: label {3} is expected</source>
<translation>{0}. {1} : étiquette {3} attendue</translation></message>
<message><source>{0}. {1}: label {2}</source>
<translation>{0}. {1} : étiquette {2}</translation></message>
<message><source>{0} (p {1}).</source>
<translation>{0} (p {1}).</translation></message>
<message><source>{0} (p {1}, no rate is promised).</source>
<translation>{0} (p {1}, aucun taux promis).</translation></message>
<message><source>No p-value: this is a fact about the layout.</source>
<translation>Pas de p : c’est un fait de composition.</translation></message>
<message><source>No p-value: there are no normals to compare with.</source>
<translation>Pas de p : il n’y a pas de normales à comparer.</translation></message>
<message><source>p = {0}: the share of normal vignettes that differ as much</source>
<translation>p = {0} : la part des vignettes normales qui diffèrent autant</translation></message>
<message><source>p = {0}, but the normals are too few to promise the chosen rate</source>
<translation>p = {0}, mais les normales sont trop peu pour promettre le taux choisi</translation></message>
<message><source>median of label {0}</source>
<translation>médiane de l’étiquette {0}</translation></message>
<message><source>normal of {0}</source>
<translation>normale de {0}</translation></message>
<message><source>reference</source>
<translation>référence</translation></message>
<message><source>median of normals</source>
<translation>médiane des normales</translation></message>
<message><source>normal</source>
<translation>normale</translation></message>
<message><source>model's drawing</source>
<translation>dessin du modèle</translation></message>
<message><source>The same place on the reference, laid on the ornament</source>
<translation>Le même endroit sur la référence, posée sur l’ornement</translation></message>
<message><source>The median of normal impressions of label {0}, turned as it stands here</source>
<translation>La médiane des empreintes normales de l’étiquette {0}, tournée comme ici</translation></message>
<message><source>A normal impression of label {0}, among those that look most like this one</source>
<translation>Une empreinte normale de l’étiquette {0}, parmi les plus semblables à celle-ci</translation></message>
<message><source>What the model draws there: an illustration, it decides nothing</source>
<translation>Ce que le modèle dessine là : une illustration, qui ne décide rien</translation></message>
<message><source>its normals</source>
<translation>ses normales</translation></message>
<message><source>printed here</source>
<translation>imprimé ici</translation></message>
<message><source>lost, gained</source>
<translation>perdu, gagné</translation></message>
<message><source>Combined evidence</source>
<translation>Indices combinés</translation></message>
<message><source>Change, as learned</source>
<translation>Changement appris</translation></message>
<message><source>Decoder's residual</source>
<translation>Résidu du décodeur</translation></message>
<message><source>Ink lost and gained</source>
<translation>Encre perdue et gagnée</translation></message>
<message><source>Ink lost</source>
<translation>Encre perdue</translation></message>
<message><source>Ink gained</source>
<translation>Encre gagnée</translation></message>
<message><source>Unexplained ink</source>
<translation>Encre inexpliquée</translation></message>
<message><source>No map</source>
<translation>Pas de carte</translation></message>
<message><source>At each place the strongest of the learned change and of ink lost and gained; what decides is the learned change and straight breaks, and unexplained ink</source>
<translation>En chaque endroit le plus fort du changement appris et de l’encre perdue et gagnée ; ce qui décide est le changement appris, les cassures droites et l’encre inexpliquée</translation></message>
<message><source>How sure a network is that ink was lost (blue) or gained (orange); it learned from cuts and additions set by the press</source>
<translation>À quel point un réseau est sûr que de l’encre a été perdue (bleu) ou gagnée (orange) ; il a appris de coupes et d’ajouts posés par la presse</translation></message>
<message><source>What the decoder's reconstruction from the detector's features does not explain: an illustration, it decides nothing</source>
<translation>Ce que la reconstruction du décodeur, à partir des traits du détecteur, n’explique pas : une illustration, elle ne décide de rien</translation></message>
<message><source>Against the prototype of each label: blue where ink is missing, orange where it is new</source>
<translation>Par rapport au prototype de chaque étiquette : bleu où l’encre manque, orange où elle est nouvelle</translation></message>
<message><source>Ink of the prototype that is missing here</source>
<translation>Encre du prototype qui manque ici</translation></message>
<message><source>Ink that the prototype does not have</source>
<translation>Encre que le prototype n’a pas</translation></message>
<message><source>Ink that no vignette of the catalogue accounts for</source>
<translation>Encre qu’aucune vignette du catalogue n’explique</translation></message>
<message><source>Only the boxes</source>
<translation>Les cadres seuls</translation></message>
<message><source>this finding</source>
<translation>ce constat</translation></message>
<message><source>normals of all labels</source>
<translation>normales, toutes étiquettes</translation></message>
<message><source>normals of label {0}</source>
<translation>normales de l’étiquette {0}</translation></message>
</context>
<context>
<name>InspectionWords</name>
<message><source>authenticated</source>
<translation>authentifiées</translation></message>
<message><source>press-made</source>
<translation>de la presse</translation></message>
<message><source>of this catalogue</source>
<translation>de ce catalogue</translation></message>
<message><source>of label {label}</source>
<translation>de l’étiquette {label}</translation></message>
<message><source>no {made} impressions to compare label {label} with</source>
<translation>pas d’empreintes {made} à comparer à l’étiquette {label}</translation></message>
<message><source>none of {normals} {made} impressions {whose} differs this much</source>
<translation>aucune des {normals} empreintes {made} {whose} ne diffère autant</translation></message>
<message><source>1 in {one_in:.0f} {made} impressions {whose} differs this much</source>
<translation>1 sur {one_in:.0f} empreintes {made} {whose} diffère autant</translation></message>
<message><source>no {made} vignettes to compare with</source>
<translation>pas de vignettes {made} à comparer</translation></message>
<message><source>none of {normals} {made} vignettes has as much beside it</source>
<translation>aucune des {normals} vignettes {made} n’en a autant à côté d’elle</translation></message>
<message><source>1 in {one_in:.0f} {made} vignettes has as much beside it</source>
<translation>1 sur {one_in:.0f} vignettes {made} en a autant à côté d’elle</translation></message>
<message><source>ink that the reconstruction has is missing</source>
<translation>de l’encre de la reconstruction manque</translation></message>
<message><source>ink that the reconstruction does not have</source>
<translation>encre que la reconstruction n’a pas</translation></message>
<message><source>unlike its reconstruction as a whole</source>
<translation>dissemblable de sa reconstruction dans l’ensemble</translation></message>
<message><source>ink of the prototype is missing</source>
<translation>de l’encre du prototype manque</translation></message>
<message><source>ink that the prototype does not have</source>
<translation>encre que le prototype n’a pas</translation></message>
<message><source>a straight break through its strokes</source>
<translation>une cassure droite à travers ses traits</translation></message>
<message><source>unlike its prototype as a whole</source>
<translation>dissemblable de son prototype dans l’ensemble</translation></message>
<message><source>lacks ink as breaks do, not as honest wear does</source>
<translation>manque d’encre comme par cassure, non par usure ordinaire</translation></message>
<message><source>has ink as additions do, not as honest wear does</source>
<translation>a de l’encre comme par ajout, non par usure ordinaire</translation></message>
<message><source>another drawing than label {label}, which it looks most like: correlation {correlation:.2f}, ink both missing and added</source>
<translation>un autre dessin que l’étiquette {label}, à laquelle elle ressemble le plus : corrélation {correlation:.2f}, de l’encre manque et s’ajoute</translation></message>
<message><source>the detector took it for label {label}</source>
<translation>le détecteur l’a prise pour l’étiquette {label}</translation></message>
<message><source>ink that no vignette of the catalogue accounts for, as large as a square with {size:.2f} times the side of a vignette</source>
<translation>encre qu’aucune vignette du catalogue n’explique, aussi grande qu’un carré de {size:.2f} fois le côté d’une vignette</translation></message>
<message><source>none of {normals} authenticated impressions of this block differs this much</source>
<translation>aucune des {normals} empreintes authentifiées de ce bois ne diffère autant</translation></message>
<message><source>1 of {normals} authenticated impressions of this block differs this much</source>
<translation>1 sur {normals} empreintes authentifiées de ce bois diffère autant</translation></message>
<message><source>{count} of {normals} authenticated impressions of this block differ this much</source>
<translation>{count} sur {normals} empreintes authentifiées de ce bois diffèrent autant</translation></message>
<message><source>the one authenticated impression of this block that was given differs this much</source>
<translation>la seule empreinte authentifiée donnée de ce bois diffère autant</translation></message>
<message><source>the one authenticated impression of this block that was given does not differ this much</source>
<translation>la seule empreinte authentifiée donnée de ce bois ne diffère pas autant</translation></message>
<message><source>as much stands out at 1 in {one_in:,} of such places on untouched pairs</source>
<translation>autant ressort à 1 sur {one_in:,} de tels endroits de paires intactes</translation></message>
<message><source>as much stands out at none of {places:,} places on untouched pairs</source>
<translation>rien ne ressort autant à aucun des {places:,} endroits des paires intactes</translation></message>
<message><source>ink of the reference is missing</source>
<translation>de l’encre de la référence manque</translation></message>
<message><source>ink that the reference does not have</source>
<translation>encre que la référence n’a pas</translation></message>
<message><source>not label {label}, which the reference layout has here</source>
<translation>pas l’étiquette {label}, que la composition de référence a ici</translation></message>
<message><source>of the catalogue it looks most like label {label}, of which 1 in {one_in:.0f} {made} impressions differs this much</source>
<translation>du catalogue, elle ressemble le plus à l’étiquette {label}, dont 1 sur {one_in:.0f} empreintes {made} diffère autant</translation></message>
<message><source>label {label} stands where the reference layout has nothing</source>
<translation>l’étiquette {label} se trouve où la composition de référence n’a rien</translation></message>
<message><source>label {label} stands where the reference layout has label {expected}</source>
<translation>l’étiquette {label} se trouve où la composition de référence a l’étiquette {expected}</translation></message>
<message><source>1 in {one_in:.0f} {made} impressions of label {label} differs as much from its drawing as this one</source>
<translation>1 sur {one_in:.0f} empreintes {made} de l’étiquette {label} diffère autant de son dessin que celle-ci</translation></message>
<message><source>turned against the reference layout: {seen} instead of {expected}</source>
<translation>tournée par rapport à la composition de référence : {seen} au lieu de {expected}</translation></message>
<message><source>{degrees:.0f}°</source>
<translation>{degrees:.0f}°</translation></message>
<message><source>mirrored, {degrees:.0f}°</source>
<translation>en miroir, {degrees:.0f}°</translation></message>
<message><source>stands {pixels:.0f} px from its place in the reference layout</source>
<translation>à {pixels:.0f} px de sa place dans la composition de référence</translation></message>
<message><source>the reference layout has label {label} here; {percent:.0f}% of its ink is left</source>
<translation>la composition de référence a ici l’étiquette {label} ; il reste {percent:.0f} % de son encre</translation></message>
<message><source>the reference layout has label {label} here; there is no ink</source>
<translation>la composition de référence a ici l’étiquette {label} ; il n’y a pas d’encre</translation></message>
<message><source>altered</source>
<translation>altérée</translation></message>
<message><source>foreign</source>
<translation>étrangère</translation></message>
<message><source>missing</source>
<translation>manquante</translation></message>
<message><source>misplaced</source>
<translation>déplacée</translation></message>
<message><source>swapped</source>
<translation>permutée</translation></message>
<message><source>{count} altered</source>
<translation>altérées : {count}</translation></message>
<message><source>{count} foreign</source>
<translation>étrangères : {count}</translation></message>
<message><source>{count} missing</source>
<translation>manquantes : {count}</translation></message>
<message><source>{count} misplaced</source>
<translation>déplacées : {count}</translation></message>
<message><source>{count} swapped</source>
<translation>permutées : {count}</translation></message>
<message><source>no findings</source>
<translation>aucun constat</translation></message>
<message><source>no single place</source>
<translation>aucun endroit isolé</translation></message>
<message><source>this model does not know these vignettes: {percent:.0f}% of the ink looks like its labels; nothing is decided</source>
<translation>ce modèle ne connaît pas ces vignettes : {percent:.0f} % de l’encre ressemble à ses étiquettes ; rien n’est décidé</translation></message>
<message><source>the strip repeats, and the reference lies {units} of its units off; nothing is decided</source>
<translation>la bande se répète, et la référence est à {units} de ses unités à côté ; rien n’est décidé</translation></message>
<message><source>nothing to inspect: no vignette and no unexplained ink</source>
<translation>rien à inspecter : ni vignette ni encre inexpliquée</translation></message>
<message><source>no finding is left</source>
<translation>il ne reste aucun constat</translation></message>
<message><source>nothing can be judged: there are no normals to compare with; {counted}</source>
<translation>rien ne peut être jugé : il n’y a pas de normales à comparer ; {counted}</translation></message>
<message><source>differs from its reference at a false-alarm rate of {percent:.4g}%: {counted}</source>
<translation>diffère de sa référence à un taux de fausses alarmes de {percent:.4g} % : {counted}</translation></message>
<message><source>differs from its reference, at no promised rate: {counted}</source>
<translation>diffère de sa référence, sans taux promis : {counted}</translation></message>
<message><source>single places stand out; as a whole the ornament differs no more than two untouched impressions do (p {p:.2g}): {counted}</source>
<translation>des endroits isolés ressortent ; dans l’ensemble l’ornement ne diffère pas plus que deux empreintes intactes (p {p:.2g}) : {counted}</translation></message>
<message><source>does not differ from its reference beyond the two impressions' own differences</source>
<translation>ne diffère pas de sa référence au-delà des différences propres aux deux empreintes</translation></message>
<message><source>differs from normal ornaments at a false-alarm rate of {percent:.4g}%: {counted}</source>
<translation>diffère des ornements normaux à un taux de fausses alarmes de {percent:.4g} % : {counted}</translation></message>
<message><source>differs from normal ornaments at a false-alarm rate of {percent:.4g}%, p {p:.2g} as a whole: {counted}</source>
<translation>diffère des ornements normaux à un taux de fausses alarmes de {percent:.4g} %, p {p:.2g} dans l’ensemble : {counted}</translation></message>
<message><source>differs from normal ornaments at a false-alarm rate of {percent:.4g}% (rate not promised: too few normals): {counted}</source>
<translation>diffère des ornements normaux à un taux de fausses alarmes de {percent:.4g} % (taux non promis : trop peu de normales) : {counted}</translation></message>
<message><source>differs from the reference's layout; as a whole it does not differ from normal ornaments at a false-alarm rate of {percent:.4g}% (p {p:.2g}): {counted}</source>
<translation>diffère de la composition de la référence ; dans l’ensemble il ne diffère pas des ornements normaux à un taux de fausses alarmes de {percent:.4g} % (p {p:.2g}) : {counted}</translation></message>
<message><source>differs by what the historian accepted; as a whole it does not differ from normal ornaments at a false-alarm rate of {percent:.4g}% (p {p:.2g}): {counted}</source>
<translation>diffère par ce que l’historien a accepté ; dans l’ensemble il ne diffère pas des ornements normaux à un taux de fausses alarmes de {percent:.4g} % (p {p:.2g}) : {counted}</translation></message>
<message><source>single places stand out at a false-alarm rate of {percent:.4g}%, the ornament as a whole does not (p {p:.2g}): {counted}</source>
<translation>des endroits isolés ressortent à un taux de fausses alarmes de {percent:.4g} %, l’ornement dans l’ensemble non (p {p:.2g}) : {counted}</translation></message>
<message><source>does not differ from normal ornaments at a false-alarm rate of {percent:.4g}%: {counted}</source>
<translation>ne diffère pas des ornements normaux à un taux de fausses alarmes de {percent:.4g} % : {counted}</translation></message>
<message><source>does not differ from normal ornaments at a false-alarm rate of {percent:.4g}%, p {p:.2g} as a whole: {counted}</source>
<translation>ne diffère pas des ornements normaux à un taux de fausses alarmes de {percent:.4g} %, p {p:.2g} dans l’ensemble : {counted}</translation></message>
<message><source>{count} rejected by the historian</source>
<translation>rejetés par l’historien : {count}</translation></message>
<message><source>the normals are press-made, not authenticated impressions: no rate is promised on a scan</source>
<translation>les normales sont de la presse, non des empreintes authentifiées : aucun taux n’est promis sur une numérisation</translation></message>
<message><source>of ornaments that a model knows, at most {percent:.0f} in 100 are called unknown</source>
<translation>parmi les ornements qu’un modèle connaît, au plus {percent:.0f} sur 100 sont dits inconnus</translation></message>
<message><source>the normal ornaments are too few to promise how rarely a known ornament is called unknown</source>
<translation>les ornements normaux sont trop peu pour promettre qu’un ornement connu soit rarement dit inconnu</translation></message>
<message><source>text counts as ink: of a page, inspect the ornament cut out, or the page's annotation</source>
<translation>le texte compte comme encre : d’une page, inspectez l’ornement découpé, ou l’annotation de la page</translation></message>
<message><source>train a model on these vignettes, or compare with a reference without a model</source>
<translation>entraînez un modèle sur ces vignettes, ou comparez à une référence sans modèle</translation></message>
<message><source>the model does not know these vignettes: the two impressions were compared without it</source>
<translation>le modèle ne connaît pas ces vignettes : les deux empreintes ont été comparées sans lui</translation></message>
<message><source>align the two again with four landmarks on the same vignettes, then inspect</source>
<translation>alignez de nouveau les deux avec quatre repères sur les mêmes vignettes, puis inspectez</translation></message>
<message><source>no vignette of the catalogue was found on this ornament</source>
<translation>aucune vignette du catalogue n’a été trouvée sur cet ornement</translation></message>
<message><source>there are no normals to compare with: nothing is promised, findings are only ranked</source>
<translation>il n’y a pas de normales à comparer : rien n’est promis, les constats sont seulement rangés</translation></message>
<message><source>too few normals to promise a false-alarm rate of {percent:.4g}%: {normals}; at least {least} are needed</source>
<translation>trop peu de normales pour promettre un taux de fausses alarmes de {percent:.4g} % : {normals} ; il en faut au moins {least}</translation></message>
<message><source>behind these labels stand press-made impressions alone, so no rate is promised for them and they do not decide on the whole: {labels}</source>
<translation>derrière ces étiquettes il n’y a que des empreintes de la presse ; aucun taux n’est promis pour elles et elles ne décident pas de l’ensemble : {labels}</translation></message>
<message><source>the layout has labels that this model does not know ({labels}): there it was only checked whether anything is printed</source>
<translation>la composition a des étiquettes que ce modèle ne connaît pas ({labels}) : on y a seulement vérifié si quelque chose est imprimé</translation></message>
<message><source>compared with the {normals} normals on those {ornaments} of {all_ornaments} ornaments that are printed about as well as this one</source>
<translation>comparé aux {normals} normales de ceux des {all_ornaments} ornements imprimés à peu près aussi bien que celui-ci ({ornaments})</translation></message>
<message><source>labels with fewer than {least} normals are compared with all {normals}: {labels}</source>
<translation>les étiquettes de moins de {least} normales sont comparées à toutes les {normals} : {labels}</translation></message>
<message><source>at a rate of {percent:.4g}% an untouched ornament of as many vignettes as this one ({vignettes}) would show {expected:.2f} of them by chance, and up to as many places of ink that none accounts for</source>
<translation>à un taux de {percent:.4g} %, un ornement intact d’autant de vignettes que celui-ci ({vignettes}) en montrerait {expected:.2f} par hasard, et jusqu’à autant d’endroits d’encre inexpliquée</translation></message>
<message><source>too few normal ornaments for a rate of {percent:.4g}% of the whole: {ornaments}; Holm's procedure over the vignettes decides</source>
<translation>trop peu d’ornements normaux pour un taux de {percent:.4g} % de l’ensemble : {ornaments} ; le procédé de Holm sur les vignettes décide</translation></message>
<message><source>{normals} other impressions of this block calibrate the p-values</source>
<translation>{normals} autres empreintes de ce bois étalonnent les p</translation></message>
<message><source>p-values are shares of places on comparisons of untouched real impressions ({pairs} of them); at {percent:.4g}% two such impressions would show {expected:.1f} places by chance</source>
<translation>les p sont des parts d’endroits sur des comparaisons d’empreintes réelles intactes (il y en a {pairs}) ; à {percent:.4g} %, deux de ces empreintes montreraient {expected:.1f} endroits par hasard</translation></message>
<message><source>other impressions of this block, too few for a rate of {percent:.4g}%: {normals}; they are named with each finding and do not decide</source>
<translation>d’autres empreintes de ce bois, trop peu pour un taux de {percent:.4g} % : {normals} ; elles sont nommées à chaque constat et ne décident pas</translation></message>
<message><source>the reference covers {percent:.4g}% of the ornament; the rest was not compared</source>
<translation>la référence couvre {percent:.4g} % de l’ornement ; le reste n’a pas été comparé</translation></message>
<message><source>the two pictures agree nowhere: nothing was compared</source>
<translation>les deux images ne concordent nulle part : rien n’a été comparé</translation></message>
<message><source>see in Align whether one lies on the other, and whether both are of one block</source>
<translation>voyez dans Aligner si l’une est posée sur l’autre, et si les deux viennent d’un même bois</translation></message>
<message><source>{percent:.2g}% of the ink was not compared</source>
<translation>{percent:.2g} % de l’encre n’ont pas été comparés</translation></message>
<message><source>both are so alike that they may be one impression, pictured twice</source>
<translation>les deux se ressemblent tant que ce peut être une même impression, vue deux fois</translation></message>
<message><source>{extent} {where} were not compared: {why}</source>
<translation>{extent} {where} n’ont pas été comparés : {why}</translation></message>
<message><source>{mm:.1f} mm</source>
<translation>{mm:.1f} mm</translation></message>
<message><source>{px:.0f} px</source>
<translation>{px:.0f} px</translation></message>
<message><source>at the head</source>
<translation>en tête</translation></message>
<message><source>at the foot</source>
<translation>au pied</translation></message>
<message><source>on the left</source>
<translation>à gauche</translation></message>
<message><source>on the right</source>
<translation>à droite</translation></message>
<message><source>the two pictures show different things there</source>
<translation>les deux images y montrent des choses différentes</translation></message>
<message><source>only the ornament has print there</source>
<translation>seul l’ornement y est imprimé</translation></message>
<message><source>only the reference has print there</source>
<translation>seule la référence y est imprimée</translation></message>
<message><source>the reference's picture ends before</source>
<translation>l’image de la référence s’arrête avant</translation></message>
<message><source>they lie too near the edge of a picture</source>
<translation>ils sont trop près du bord d’une image</translation></message>
<message><source>the strip repeats, and the reference lies {units} of its units off: its layout was not compared</source>
<translation>la bande se répète, et la référence est à {units} de ses unités à côté : sa composition n’a pas été comparée</translation></message>
<message><source>the normals in the model's folder belong to other weights: measured again</source>
<translation>les normales du dossier du modèle sont d’autres poids : mesurées de nouveau</translation></message>
<message><source>the normals could not be kept: {problem}</source>
<translation>les normales n’ont pu être gardées : {problem}</translation></message>
<message><source>the normals were measured on detections with a score over {usual:g}, this ornament on those over {present:g}: no false-alarm rate is promised</source>
<translation>les normales ont été mesurées sur des détections de score supérieur à {usual:g}, cet ornement sur celles au-dessus de {present:g} : aucun taux de fausses alarmes n’est promis</translation></message>
</context>
<context>
<name>JobBar</name>
<message><source>done</source>
<translation>fini</translation></message>
<message><source>{0}: cancelled</source>
<translation>{0} : arrêté</translation></message>
<message><source>Cancel</source>
<translation>Arrêter</translation></message>
<message><source>{0} s left</source>
<translation>encore {0} s</translation></message>
<message><source>{0} min left</source>
<translation>encore {0} min</translation></message>
<message><source>{0} h {1} min left</source>
<translation>encore {0} h {1} min</translation></message>
<message><source>not enough memory; close other programs or use a smaller image</source>
<translation>mémoire insuffisante ; fermez d’autres programmes ou prenez une image plus petite</translation></message>
<message><source>an unexpected error ({0}); the log has the details</source>
<translation>une erreur imprévue ({0}) ; le journal a les détails</translation></message>
</context>
<context>
<name>Judging</name>
<message><source>Block {0}</source>
<translation>Bois {0}</translation></message>
<message><source>Resolution</source>
<translation>Résolution</translation></message>
<message><source>Pixels an inch on the pages of the book:</source>
<translation>Pixels par pouce sur les pages du livre :</translation></message>
</context>
<context>
<name>JudgingCommands</name>
<message><source>An inspection is running</source>
<translation>Une inspection est en cours</translation></message>
<message><source>No inspection is running</source>
<translation>Aucune inspection n’est en cours</translation></message>
<message><source>Press Inspect first</source>
<translation>Pressez d’abord Inspecter</translation></message>
<message><source>It is accepted</source>
<translation>Il est accepté</translation></message>
<message><source>It is rejected</source>
<translation>Il est rejeté</translation></message>
<message><source>It is undecided</source>
<translation>Il est indécis</translation></message>
<message><source>Nothing was judged yet</source>
<translation>Rien n’a encore été jugé</translation></message>
<message><source>Nothing was undone</source>
<translation>Rien n’a été annulé</translation></message>
<message><source>It is the first</source>
<translation>C’est le premier</translation></message>
<message><source>It is the last</source>
<translation>C’est le dernier</translation></message>
<message><source>The report is being written</source>
<translation>Le rapport est en train d’être écrit</translation></message>
</context>
<context>
<name>KeyEditor</name>
<message><source>Change keys</source>
<translation>Changer les touches</translation></message>
<message><source>Command</source>
<translation>Commande</translation></message>
<message><source>Keys</source>
<translation>Touches</translation></message>
<message><source>New key</source>
<translation>Nouvelle touche</translation></message>
<message><source>Set</source>
<translation>Fixer</translation></message>
<message><source>Take it</source>
<translation>La prendre</translation></message>
<message><source>No key</source>
<translation>Sans touche</translation></message>
<message><source>Default</source>
<translation>Par défaut</translation></message>
<message><source>changed</source>
<translation>changée</translation></message>
<message><source>{0} is the key of: {1}</source>
<translation>{0} est la touche de : {1}</translation></message>
</context>
<context>
<name>LabelEditor</name>
<message><source>Label and note</source>
<translation>Étiquette et note</translation></message>
<message><source>label and note, such as: 12 sun</source>
<translation>étiquette et note, par exemple : 12 soleil</translation></message>
<message><source>Return takes it, Escape leaves it</source>
<translation>Entrée la prend, Échap la laisse</translation></message>
</context>
<context>
<name>LabelList</name>
<message><source>Labels</source>
<translation>Étiquettes</translation></message>
</context>
<context>
<name>LabelMeLink</name>
<message><source>LabelMe cannot be started: %s</source>
<translation>LabelMe ne peut être lancé : %s</translation></message>
<message><source>LabelMe ended with an error: %s</source>
<translation>LabelMe a fini sur une erreur : %s</translation></message>
</context>
<context>
<name>LabelModel</name>
<message><source>Label</source>
<translation>Étiquette</translation></message>
<message><source>Note</source>
<translation>Note</translation></message>
<message><source>Boxes</source>
<translation>Cadres</translation></message>
<message><source>Thr.</source>
<translation>Seuil</translation></message>
<message><source>Name of the catalogue entry; double-click to rename</source>
<translation>Nom de l’entrée du catalogue ; double clic pour renommer</translation></message>
<message><source>Goes to the descriptor file; double-click to edit</source>
<translation>Va au fichier descripteur ; double clic pour modifier</translation></message>
<message><source>Boxes on this page, with those still to be reviewed</source>
<translation>Cadres sur cette page, avec ceux encore à relire</translation></message>
<message><source>Threshold of this label; double-click to change</source>
<translation>Seuil de cette étiquette ; double clic pour changer</translation></message>
</context>
<context>
<name>LackingPanel</name>
<message><source>This workspace needs more than is installed</source>
<translation>Cet espace de travail demande plus que ce qui est installé</translation></message>
</context>
<context>
<name>LedgerCommands</name>
<message><source>Open Ledger…</source>
<translation>Ouvrir un registre…</translation></message>
<message><source>Open the folder of a ledger</source>
<translation>Ouvrir le dossier d’un registre</translation></message>
<message><source>Save Report…</source>
<translation>Enregistrer le rapport…</translation></message>
<message><source>Write the report as HTML and PDF, and the tables as CSV, into a folder</source>
<translation>Écrire le rapport en HTML et PDF, et les tables en CSV, dans un dossier</translation></message>
<message><source>Open the ledger's folder</source>
<translation>Ouvrir le dossier du registre</translation></message>
<message><source>Show the ledger's files; what you decide is saved there at once</source>
<translation>Montrer les fichiers du registre ; vos décisions y sont enregistrées aussitôt</translation></message>
<message><source>Undo</source>
<translation>Annuler</translation></message>
<message><source>Undo the last decision</source>
<translation>Annuler la dernière décision</translation></message>
<message><source>Redo</source>
<translation>Rétablir</translation></message>
<message><source>Redo the decision that was undone</source>
<translation>Rétablir la décision annulée</translation></message>
<message><source>Accept</source>
<translation>Accepter</translation></message>
<message><source>The block was damaged here: the event is true</source>
<translation>Le bois a été abîmé ici : l’événement est vrai</translation></message>
<message><source>Reject</source>
<translation>Rejeter</translation></message>
<message><source>A fault of the printing or of the paper, no event</source>
<translation>Un défaut du tirage ou du papier, pas un événement</translation></message>
<message><source>Undecided</source>
<translation>Indécis</translation></message>
<message><source>Remove the verdict on this event</source>
<translation>Retirer le verdict sur cet événement</translation></message>
<message><source>Present here</source>
<translation>Présent ici</translation></message>
<message><source>This impression shows the event</source>
<translation>Cette empreinte montre l’événement</translation></message>
<message><source>Absent here</source>
<translation>Absent ici</translation></message>
<message><source>This impression does not show the event yet</source>
<translation>Cette empreinte ne montre pas encore l’événement</translation></message>
<message><source>Cannot tell</source>
<translation>Impossible à dire</translation></message>
<message><source>This impression does not show whether</source>
<translation>Cette empreinte ne permet pas de le dire</translation></message>
<message><source>Add event</source>
<translation>Ajouter</translation></message>
<message><source>Click on the block where a stroke is lost</source>
<translation>Ajouter un événement : cliquez sur le bois où un trait est perdu</translation></message>
<message><source>Next event</source>
<translation>Événement suivant</translation></message>
<message><source>Go to the next event</source>
<translation>Aller à l’événement suivant</translation></message>
<message><source>Previous event</source>
<translation>Événement précédent</translation></message>
<message><source>Go to the previous event</source>
<translation>Aller à l’événement précédent</translation></message>
<message><source>Close up</source>
<translation>De près</translation></message>
<message><source>Show the event large: go through the impressions with Left and Right</source>
<translation>Montrer l’événement en grand : parcourir les empreintes avec Gauche et Droite</translation></message>
<message><source>Later impression</source>
<translation>Empreinte suivante</translation></message>
<message><source>Show the one that was printed next</source>
<translation>Montrer celle tirée ensuite</translation></message>
<message><source>Earlier impression</source>
<translation>Empreinte précédente</translation></message>
<message><source>Show the one that was printed before</source>
<translation>Montrer celle tirée avant</translation></message>
<message><source>Column of impressions</source>
<translation>Colonne des empreintes</translation></message>
<message><source>Show impressions and decisions</source>
<translation>Montrer les empreintes et les décisions</translation></message>
<message><source>Table of events</source>
<translation>Table des événements</translation></message>
<message><source>Show the table of events</source>
<translation>Montrer la table des événements</translation></message>
<message><source>Make Ledger</source>
<translation>Faire le registre</translation></message>
<message><source>Find what broke between the chosen impressions, and their order</source>
<translation>Trouver ce qui s’est cassé entre les empreintes choisies, et leur ordre</translation></message>
<message><source>Cancel</source>
<translation>Arrêter</translation></message>
<message><source>Stop; nothing is written</source>
<translation>Arrêter ; rien n’est écrit</translation></message>
<message><source>Send to Inspect</source>
<translation>Envoyer à Inspecter</translation></message>
<message><source>Inspect this impression, laid on the reference</source>
<translation>Inspecter cette empreinte, posée sur la référence</translation></message>
<message><source>Back to the pairs</source>
<translation>Retour aux paires</translation></message>
<message><source>Leave the ledger for the aligned pairs</source>
<translation>Quitter le registre pour les paires alignées</translation></message>
<message><source>Up, Down</source>
<translation>Haut, bas</translation></message>
<message><source>Previous / next event</source>
<translation>Événement précédent / suivant</translation></message>
<message><source>Left, Right</source>
<translation>Gauche, droite</translation></message>
<message><source>Earlier / later impression, in the same place of the picture</source>
<translation>Empreinte antérieure / postérieure, au même endroit de l’image</translation></message>
<message><source>Click on a number</source>
<translation>Clic sur un numéro</translation></message>
<message><source>Select its event</source>
<translation>Choisir son événement</translation></message>
<message><source>Double click on a year</source>
<translation>Double clic sur une année</translation></message>
<message><source>Date an impression; the order follows</source>
<translation>Dater une empreinte ; l’ordre suit</translation></message>
<message><source>A ledger is being made</source>
<translation>Un registre est en cours</translation></message>
<message><source>No ledger is being made</source>
<translation>Aucun registre n’est en cours</translation></message>
<message><source>Make or open a ledger first</source>
<translation>Faites ou ouvrez d’abord un registre</translation></message>
<message><source>The ledger is made; choose other impressions in the table of pairs</source>
<translation>Le registre est fait ; choisissez d’autres empreintes dans la table des paires</translation></message>
<message><source>Choose two impressions or more</source>
<translation>Choisissez au moins deux empreintes</translation></message>
<message><source>Select an event first</source>
<translation>Choisissez d’abord un événement</translation></message>
<message><source>It is accepted</source>
<translation>Il est accepté</translation></message>
<message><source>It is rejected</source>
<translation>Il est rejeté</translation></message>
<message><source>It is undecided</source>
<translation>Il est indécis</translation></message>
<message><source>The table says so already</source>
<translation>La table le dit déjà</translation></message>
<message><source>Nothing was decided yet</source>
<translation>Rien n’a encore été décidé</translation></message>
<message><source>Nothing was undone</source>
<translation>Rien n’a été annulé</translation></message>
<message><source>There are no events</source>
<translation>Il n’y a pas d’événements</translation></message>
<message><source>It is the first</source>
<translation>C’est le premier</translation></message>
<message><source>It is the last</source>
<translation>C’est le dernier</translation></message>
<message><source>The report is being written</source>
<translation>Le rapport est en train d’être écrit</translation></message>
<message><source>Choose another impression: this is the reference</source>
<translation>Choisissez une autre empreinte : c’est la référence</translation></message>
<message><source>Inspect is not installed</source>
<translation>Inspecter n’est pas installé</translation></message>
</context>
<context>
<name>LedgerPresenter</name>
<message><source>The date was not accepted: {0}</source>
<translation>La date n’a pas été acceptée : {0}</translation></message>
<message><source>Ledger</source>
<translation>Registre</translation></message>
<message><source>Cancelled: no ledger was made.</source>
<translation>Arrêté : aucun registre n’a été fait.</translation></message>
<message><source>Left out, not laid on the reference: {0}</source>
<translation>Omis, non posés sur la référence : {0}</translation></message>
<message><source>The decisions could not be saved: {0}</source>
<translation>Les décisions n’ont pu être enregistrées : {0}</translation></message>
<message><source>Save report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>{0}, its PDF and two tables in {1}</source>
<translation>{0}, son PDF et deux tables dans {1}</translation></message>
</context>
<context>
<name>LedgerTerms</name>
<message><source>line break</source>
<translation>trait cassé</translation></message>
<message><source>crack</source>
<translation>fente</translation></message>
<message><source>lost piece</source>
<translation>manque</translation></message>
<message><source>worm hole</source>
<translation>trou de ver</translation></message>
<message><source>repair</source>
<translation>réparation</translation></message>
<message><source>bent frame</source>
<translation>filet plié</translation></message>
<message><source>present</source>
<translation>présent</translation></message>
<message><source>absent</source>
<translation>absent</translation></message>
<message><source>cannot tell</source>
<translation>impossible à dire</translation></message>
</context>
<context>
<name>LedgerTexts</name>
<message><source>✓ accepted</source>
<translation>✓ accepté</translation></message>
<message><source>✗ rejected</source>
<translation>✗ rejeté</translation></message>
<message><source>added by you</source>
<translation>ajouté par vous</translation></message>
<message><source>{0} % likely</source>
<translation>probable à {0} %</translation></message>
<message><source>does not fit the order</source>
<translation>contredit l’ordre</translation></message>
<message><source>{0}: {1}, as you said; found: {2}</source>
<translation>{0} : {1}, selon vous ; trouvé : {2}</translation></message>
<message><source>not told</source>
<translation>non dit</translation></message>
<message><source>{0} or earlier</source>
<translation>{0} ou avant</translation></message>
<message><source>{0} or later</source>
<translation>{0} ou après</translation></message>
</context>
<context>
<name>LedgerView</name>
<message><source>Open Ledger…</source>
<translation>Ouvrir un registre…</translation></message>
<message><source>Back to the pairs</source>
<translation>Retour aux paires</translation></message>
<message><source>Impressions to be compared: {0}</source>
<translation>Empreintes à comparer : {0}</translation></message>
<message><source>1.  Untick what is no impression of this block. What Align calls a copy, or another block, is not ticked.
2.  Write the years that you know beside them; none are needed.
3.  Press Return: the ledger is made beside the reference.</source>
<translation>1.  Décochez ce qui n’est pas une empreinte de ce bois. Ce qu’Aligner tient pour une copie, ou pour un autre bois, n’est pas coché.
2.  Écrivez à côté les années que vous connaissez ; aucune n’est requise.
3.  Pressez Entrée : le registre se fait à côté de la référence.</translation></message>
<message><source>What broke between impressions of one block</source>
<translation>Ce qui s’est cassé entre les empreintes d’un bois</translation></message>
<message><source>1.  Align impressions of one block, select them in the table of pairs, and press Ledger.
2.  Write the years that you know beside them, and press Return: the ledger is made beside the reference.
3.  Events show what broke between the impressions, and in which order they were printed: a break never heals.
4.  Accept (A) or reject (R) each event; the order follows.</source>
<translation>1.  Alignez des empreintes d’un bois, choisissez-les dans la table des paires, et pressez Registre.
2.  Écrivez à côté les années que vous connaissez, et pressez Entrée : le registre se fait à côté de la référence.
3.  Les événements montrent ce qui s’est cassé entre les empreintes, et dans quel ordre elles furent tirées : une cassure ne guérit jamais.
4.  Acceptez (A) ou rejetez (R) chaque événement ; l’ordre suit.</translation></message>
<message><source>{0} (reference)</source>
<translation>{0} (référence)</translation></message>
<message><source>Folder in which the ledger's folder is made</source>
<translation>Dossier où créer le dossier du registre</translation></message>
<message><source>Folder of a ledger</source>
<translation>Dossier d’un registre</translation></message>
<message><source>Folder for the report</source>
<translation>Dossier du rapport</translation></message>
</context>
<context>
<name>LedgerWords</name>
<message><source>Events: {counts}.</source>
<translation>Événements : {counts}.</translation></message>
<message><source>{count} × {kind}</source>
<translation>{count} × {kind}</translation></message>
<message><source>No events were found.</source>
<translation>Aucun événement n’a été trouvé.</translation></message>
<message><source>The events do not tell the order of {names}: no step of it is believed to {believed:.0%}.</source>
<translation>Les événements ne disent pas l’ordre de {names} : aucun pas n’en est cru à {believed:.0%}.</translation></message>
<message><source>Printed in this order: {groups}. Each step is believed to {believed:.0%} or more; {fit}.</source>
<translation>Tirées dans cet ordre : {groups}. Chaque pas est cru à {believed:.0%} ou plus ; {fit}.</translation></message>
<message><source>then {names}</source>
<translation>puis {names}</translation></message>
<message><source>{names} (not told apart)</source>
<translation>{names} (non distinguées)</translation></message>
<message><source>every event fits it</source>
<translation>tous les événements s’y accordent</translation></message>
<message><source>1 of {all} events does not fit it</source>
<translation>1 sur {all} événements ne s’y accorde pas</translation></message>
<message><source>{count} of {all} events do not fit it</source>
<translation>{count} sur {all} événements ne s’y accordent pas</translation></message>
<message><source>{name}: the events do not place it between the dated ones.</source>
<translation>{name} : les événements ne la placent pas parmi les datées.</translation></message>
<message><source>{name}: printed {by:g} or earlier.</source>
<translation>{name} : tirée en {by:g} ou avant.</translation></message>
<message><source>{name}: printed {after:g} or later.</source>
<translation>{name} : tirée en {after:g} ou après.</translation></message>
<message><source>{name}: printed between {after:g} and {by:g}.</source>
<translation>{name} : tirée entre {after:g} et {by:g}.</translation></message>
<message><source>is pixel for pixel the picture of {other}: no second impression</source>
<translation>est, pixel pour pixel, l’image de {other} : pas une seconde impression</translation></message>
<message><source>{names} are so alike that they may be one impression, pictured more than once: for the order they count as one.</source>
<translation>{names} se ressemblent tant que ce peut être une même empreinte, photographiée plusieurs fois : pour l’ordre, elles comptent pour une.</translation></message>
<message><source>{first} and {second} are so alike that they may be one impression, pictured twice; as their dates differ, they count as two.</source>
<translation>{first} et {second} se ressemblent tant que ce peut être une même empreinte, photographiée deux fois ; comme leurs dates diffèrent, elles comptent pour deux.</translation></message>
<message><source>The events say that {first} was printed before {second}; the dates say the opposite.</source>
<translation>Les événements disent que {first} fut tirée avant {second} ; les dates disent le contraire.</translation></message>
</context>
<context>
<name>LogViewer</name>
<message><source>Log</source>
<translation>Journal</translation></message>
<message><source>Copy all</source>
<translation>Tout copier</translation></message>
</context>
<context>
<name>MainWindow</name>
<message><source>This workspace is not installed.</source>
<translation>Cet espace n’est pas installé.</translation></message>
<message><source>A setting is not used. %s</source>
<translation>Un réglage n’est pas employé. %s</translation></message>
<message><source>Another window is open. This one remembers its own pages.</source>
<translation>Une autre fenêtre est ouverte. Celle-ci se souvient de ses propres pages.</translation></message>
<message><source>Another window was closed with pages of its own: %s</source>
<translation>Une autre fenêtre a été fermée avec des pages à elle : %s</translation></message>
<message><source>Open that window, too</source>
<translation>Ouvrir aussi cette fenêtre</translation></message>
<message><source>Forget it</source>
<translation>L’oublier</translation></message>
<message><source>No installed workspace takes this.</source>
<translation>Aucun espace installé ne prend ceci.</translation></message>
<message><source>No workspace opens this: %s</source>
<translation>Aucun espace n’ouvre ceci : %s</translation></message>
<message><source>Open pages or annotations</source>
<translation>Ouvrir des pages ou des annotations</translation></message>
<message><source>Pages and annotations (%s);;All files (*)</source>
<translation>Pages et annotations (%s);;Tous les fichiers (*)</translation></message>
<message><source>Open a folder of pages</source>
<translation>Ouvrir un dossier de pages</translation></message>
<message><source>No text field is open, so what you typed did nothing.</source>
<translation>Aucun champ de texte n’est ouvert : ce que vous avez tapé n’a rien fait.</translation></message>
<message><source>Something unexpected happened (%s). Your work is kept.</source>
<translation>Quelque chose d’imprévu est arrivé (%s). Votre travail est gardé.</translation></message>
<message><source>Show log</source>
<translation>Montrer le journal</translation></message>
<message><source>Stop what is running?</source>
<translation>Arrêter ce qui tourne ?</translation></message>
<message><source>Still running: %s. Quit and stop it?</source>
<translation>Encore en cours : %s. Quitter et l’arrêter ?</translation></message>
<message><source>Save before closing?</source>
<translation>Enregistrer avant de fermer ?</translation></message>
<message><source>Not saved yet: %s</source>
<translation>Pas encore enregistré : %s</translation></message>
</context>
<context>
<name>ManualView</name>
<message><source>Manual</source>
<translation>Manuel</translation></message>
<message><source>Search the manual</source>
<translation>Chercher dans le manuel</translation></message>
<message><source>Back</source>
<translation>Retour</translation></message>
<message><source>Contents</source>
<translation>Sommaire</translation></message>
<message><source>Close</source>
<translation>Fermer</translation></message>
</context>
<context>
<name>MapChoice</name>
<message><source>It needs a model that knows the vignettes</source>
<translation>Il faut un modèle qui connaît les vignettes</translation></message>
<message><source>It looks at vignettes, and none was found</source>
<translation>Elle regarde des vignettes, et aucune n’a été trouvée</translation></message>
<message><source>{0}: to a cut or a blot planted on this model's normal impressions it gives no more than to honest printing. What it lights up here proves little.</source>
<translation>{0} : à une coupe ou une tache plantée sur les empreintes normales de ce modèle, elle ne donne pas plus qu’à une impression ordinaire. Ce qu’elle éclaire ici prouve peu.</translation></message>
<message><source>Map of {0}</source>
<translation>Carte de {0}</translation></message>
</context>
<context>
<name>MapControls</name>
<message><source>Evidence over the picture</source>
<translation>Indices sur l’image</translation></message>
<message><source>Evidence over the right picture</source>
<translation>Indices sur l’image de droite</translation></message>
<message><source>Opacity of the map</source>
<translation>Opacité de la carte</translation></message>
<message><source>Values below this are not shown</source>
<translation>Les valeurs inférieures ne sont pas montrées</translation></message>
<message><source>Outlines</source>
<translation>Contours</translation></message>
<message><source>A line round everything from the threshold on</source>
<translation>Un trait autour de tout ce qui dépasse le seuil</translation></message>
<message><source>Evidence</source>
<translation>Indices</translation></message>
<message><source>On the right</source>
<translation>À droite</translation></message>
<message><source>Opacity</source>
<translation>Opacité</translation></message>
<message><source>From</source>
<translation>À partir de</translation></message>
<message><source>mIoU C</source>
<translation>mIoU C</translation></message>
<message><source>mIoU CU</source>
<translation>mIoU CU</translation></message>
<message><source>AUROC</source>
<translation>AUROC</translation></message>
<message><source>s</source>
<translation>s</translation></message>
<message><source>Overlap of what it lights up with what was changed, in percent, on changed impressions</source>
<translation>Recouvrement, en pour cent, de ce qu’il éclaire et de ce qui a été changé, sur des empreintes changées</translation></message>
<message><source>The same on changed and unchanged impressions side by side</source>
<translation>La même mesure sur des empreintes changées et intactes côte à côte</translation></message>
<message><source>How surely changed places get more than others: 0.5 is chance, 1 is always</source>
<translation>Avec quelle sûreté les endroits changés reçoivent plus que les autres : 0,5 est le hasard, 1 toujours</translation></message>
<message><source>Seconds of a processor to learn and score the measured set of 30 vignettes</source>
<translation>Secondes d’un processeur pour apprendre et noter l’ensemble mesuré de 30 vignettes</translation></message>
</context>
<context>
<name>MatrixTable</name>
<message><source>Events and impressions</source>
<translation>Événements et empreintes</translation></message>
</context>
<context>
<name>Menus</name>
<message><source>&amp;File</source>
<translation>&amp;Fichier</translation></message>
<message><source>&amp;Edit</source>
<translation>É&amp;dition</translation></message>
<message><source>&amp;View</source>
<translation>&amp;Affichage</translation></message>
<message><source>&amp;Tools</source>
<translation>&amp;Outils</translation></message>
<message><source>&amp;Help</source>
<translation>Aid&amp;e</translation></message>
</context>
<context>
<name>MessageList</name>
<message><source>No jobs and no messages.</source>
<translation>Ni tâche ni message.</translation></message>
</context>
<context>
<name>ModelList</name>
<message><source>Models</source>
<translation>Modèles</translation></message>
<message><source>No model yet. Train one, or import the folder of one.</source>
<translation>Pas encore de modèle. Entraînez-en un, ou importez le dossier d’un modèle.</translation></message>
<message><source>cannot be used: %s</source>
<translation>inutilisable : %s</translation></message>
<message><source>training not finished</source>
<translation>entraînement non fini</translation></message>
<message><source>AP {0}</source>
<translation>AP {0}</translation></message>
<message><source>AP was not measured</source>
<translation>l’AP n’a pas été mesurée</translation></message>
<message><source>bundled</source>
<translation>fourni</translation></message>
<message><source>can be resumed</source>
<translation>peut reprendre</translation></message>
<message><source>AP at IoU 0.75: {0}, boxes refined {1}</source>
<translation>AP à IoU 0,75 : {0}, cadres affinés {1}</translation></message>
</context>
<context>
<name>ModelView</name>
<message><source>Model card</source>
<translation>Fiche du modèle</translation></message>
<message><source>Select a model on the left, or train one.</source>
<translation>Choisissez un modèle à gauche, ou entraînez-en un.</translation></message>
<message><source>This folder cannot be used: {0}. Delete it, or import the model again.</source>
<translation>Ce dossier est inutilisable : {0}. Supprimez-le, ou importez de nouveau le modèle.</translation></message>
<message><source>This training has left no model yet. Resume training continues it.</source>
<translation>Cet entraînement n’a pas encore laissé de modèle. Reprendre l’entraînement le continue.</translation></message>
<message><source>This model has no card.</source>
<translation>Ce modèle n’a pas de fiche.</translation></message>
</context>
<context>
<name>ModelsPresenter</name>
<message><source>Importing %s</source>
<translation>Import de %s</translation></message>
<message><source>it is in the list as %s</source>
<translation>il est dans la liste sous %s</translation></message>
<message><source>Exporting %s</source>
<translation>Export de %s</translation></message>
<message><source>Deleted the model %s.</source>
<translation>Le modèle %s est supprimé.</translation></message>
<message><source>Undo</source>
<translation>Annuler</translation></message>
<message><source>It failed unexpectedly (%s); the log has the details.</source>
<translation>Échec imprévu (%s) ; le journal a les détails.</translation></message>
</context>
<context>
<name>Neighbourhood</name>
<message><source>1 to 15: template heights above and below the box; over 15: pixels</source>
<translation>1 à 15 : hauteurs du gabarit au-dessus et au-dessous du cadre ; au-delà de 15 : des pixels</translation></message>
<message><source>Search space</source>
<translation>Espace de recherche</translation></message>
<message><source>Value</source>
<translation>Valeur</translation></message>
<message><source>Where the search looks</source>
<translation>Où la recherche regarde</translation></message>
<message><source>Scope</source>
<translation>Portée</translation></message>
</context>
<context>
<name>NormalsWords</name>
<message><source>{count} ornaments of the press, clean, worn and hard in turn</source>
<translation>{count} ornements de la presse, tour à tour nets, usés et difficiles</translation></message>
<message><source>{count} ornaments of the press, clean, worn and hard in turn, held out from training</source>
<translation>{count} ornements de la presse, tour à tour nets, usés et difficiles, tenus hors de l’entraînement</translation></message>
<message><source>{count} ornaments of the press, by its recipes {recipes}, clean, worn and hard in turn</source>
<translation>{count} ornements de la presse, selon ses recettes {recipes}, tour à tour nets, usés et difficiles</translation></message>
<message><source>{count} impressions on 1 annotated page, each left out in turn</source>
<translation>{count} empreintes sur 1 page annotée, chacune laissée de côté à son tour</translation></message>
<message><source>{count} impressions on {pages} annotated pages, each left out in turn</source>
<translation>{count} empreintes sur {pages} pages annotées, chacune laissée de côté à son tour</translation></message>
<message><source>{source}; 1 label by the press</source>
<translation>{source} ; 1 étiquette par la presse</translation></message>
<message><source>{source}; {count} labels by the press</source>
<translation>{source} ; {count} étiquettes par la presse</translation></message>
</context>
<context>
<name>Notice</name>
<message><source>Dismiss</source>
<translation>Écarter</translation></message>
</context>
<context>
<name>NumbersEditor</name>
<message><source>numbers separated by commas are expected</source>
<translation>des nombres séparés par des virgules sont attendus</translation></message>
<message><source>{0} numbers are expected</source>
<translation>{0} nombres sont attendus</translation></message>
</context>
<context>
<name>OrnamentKinds</name>
<message><source>head-piece</source>
<translation>bandeau</translation></message>
<message><source>tail-piece</source>
<translation>cul-de-lampe</translation></message>
<message><source>initial</source>
<translation>lettrine</translation></message>
<message><source>factotum</source>
<translation>passe-partout</translation></message>
<message><source>device</source>
<translation>marque</translation></message>
<message><source>strip of type</source>
<translation>rangée de vignettes</translation></message>
<message><source>single sort</source>
<translation>vignette seule</translation></message>
<message><source>rule</source>
<translation>filet</translation></message>
<message><source>ornament</source>
<translation>ornement</translation></message>
<message><source>same block</source>
<translation>même bois</translation></message>
<message><source>close copy</source>
<translation>copie proche</translation></message>
<message><source>another block</source>
<translation>autre bois</translation></message>
<message><source>set again</source>
<translation>recomposé</translation></message>
<message><source>cannot tell</source>
<translation>impossible à dire</translation></message>
</context>
<context>
<name>OrnamentList</name>
<message><source>Ornaments</source>
<translation>Ornements</translation></message>
<message><source>Reference: {0}</source>
<translation>Référence : {0}</translation></message>
</context>
<context>
<name>OrnamentPane</name>
<message><source>Kind</source>
<translation>Genre</translation></message>
<message><source>Note</source>
<translation>Note</translation></message>
<message><source>Block or sort</source>
<translation>Bois ou type</translation></message>
<message><source>Printer of the block</source>
<translation>Imprimeur du bois</translation></message>
<message><source>Its printer</source>
<translation>Son imprimeur</translation></message>
<message><source>Comparisons</source>
<translation>Comparaisons</translation></message>
<message><source>Impressions in time</source>
<translation>Empreintes dans le temps</translation></message>
<message><source>Selected: {0}</source>
<translation>Choisis : {0}</translation></message>
<message><source>No ornament is selected</source>
<translation>Aucun ornement n’est choisi</translation></message>
<message><source>{0} × {1} mm (± {2})</source>
<translation>{0} × {1} mm (± {2})</translation></message>
<message><source>no year</source>
<translation>sans année</translation></message>
<message><source>Impressions in time: {0}</source>
<translation>Empreintes dans le temps : {0}</translation></message>
<message><source>Align</source>
<translation>Aligner</translation></message>
<message><source>Inspect</source>
<translation>Inspecter</translation></message>
</context>
<context>
<name>Overview</name>
<message><source>The matches of all labels appear here</source>
<translation>Les occurrences de toutes les étiquettes apparaissent ici</translation></message>
</context>
<context>
<name>PageCanvas</name>
<message><source>Page</source>
<translation>Page</translation></message>
</context>
<context>
<name>PageList</name>
<message><source>Pages</source>
<translation>Pages</translation></message>
</context>
<context>
<name>PageModel</name>
<message><source>boxes: {0}</source>
<translation>cadres : {0}</translation></message>
<message><source>no boxes yet</source>
<translation>pas encore de cadres</translation></message>
<message><source>reviewed</source>
<translation>relue</translation></message>
<message><source>flagged</source>
<translation>signalée</translation></message>
<message><source>not saved</source>
<translation>non enregistrée</translation></message>
</context>
<context>
<name>PageSession</name>
<message><source>Note on {0}</source>
<translation>Note sur {0}</translation></message>
<message><source>Rename {0}</source>
<translation>Renommer {0}</translation></message>
<message><source>Delete label {0}</source>
<translation>Supprimer l’étiquette {0}</translation></message>
<message><source>Threshold of {0}</source>
<translation>Seuil de {0}</translation></message>
<message><source>Correct Label {0}</source>
<translation>Corriger l’étiquette {0}</translation></message>
<message><source>Draw {0}</source>
<translation>Tracer {0}</translation></message>
<message><source>Draw ornament</source>
<translation>Tracer un ornement</translation></message>
<message><source>Move</source>
<translation>Déplacer</translation></message>
<message><source>Turn</source>
<translation>Tourner</translation></message>
<message><source>Delete</source>
<translation>Supprimer</translation></message>
<message><source>Delete {0} boxes</source>
<translation>Supprimer {0} cadres</translation></message>
<message><source>Lock</source>
<translation>Verrouiller</translation></message>
<message><source>Unlock</source>
<translation>Déverrouiller</translation></message>
<message><source>Group</source>
<translation>Grouper</translation></message>
<message><source>Ungroup</source>
<translation>Dégrouper</translation></message>
<message><source>Change label</source>
<translation>Changer d’étiquette</translation></message>
<message><source>Paste</source>
<translation>Coller</translation></message>
<message><source>Accept</source>
<translation>Accepter</translation></message>
<message><source>Reject</source>
<translation>Rejeter</translation></message>
<message><source>Clear verdict</source>
<translation>Effacer le verdict</translation></message>
</context>
<context>
<name>PagesCommands</name>
<message><source>Add files…</source>
<translation>Ajouter des fichiers…</translation></message>
<message><source>Add scans, PDFs, TIFFs or JSON files</source>
<translation>Ajouter des numérisations, PDF, TIFF ou fichiers JSON</translation></message>
<message><source>Add folder…</source>
<translation>Ajouter un dossier…</translation></message>
<message><source>Add every scan of a folder</source>
<translation>Ajouter toutes les numérisations d’un dossier</translation></message>
<message><source>Save</source>
<translation>Enregistrer</translation></message>
<message><source>Save every page that is not saved</source>
<translation>Enregistrer toutes les pages qui ne le sont pas</translation></message>
<message><source>Remove</source>
<translation>Retirer</translation></message>
<message><source>Take pages off this list; no file is deleted</source>
<translation>Ôter des pages de cette liste ; aucun fichier n’est supprimé</translation></message>
<message><source>Annotate page</source>
<translation>Annoter la page</translation></message>
<message><source>Open the page in Annotate</source>
<translation>Ouvrir la page dans Annoter</translation></message>
<message><source>Train on these</source>
<translation>Entraîner sur elles</translation></message>
<message><source>Teach a detector the boxes of these pages</source>
<translation>Apprendre à un détecteur les cadres de ces pages</translation></message>
<message><source>Select a page first</source>
<translation>Choisissez d’abord une page</translation></message>
<message><source>Everything is saved</source>
<translation>Tout est enregistré</translation></message>
<message><source>Train is not installed</source>
<translation>Entraîner n’est pas installé</translation></message>
<message><source>Box vignettes on a page in Annotate first</source>
<translation>Encadrez d’abord des vignettes d’une page dans Annoter</translation></message>
<message><source>Save these pages first (Ctrl+S)</source>
<translation>Enregistrez d’abord ces pages (Ctrl+S)</translation></message>
</context>
<context>
<name>PagesPanel</name>
<message><source>Name</source>
<translation>Nom</translation></message>
<message><source>Show</source>
<translation>Montrer</translation></message>
<message><source>Add the scans you work on</source>
<translation>Ajoutez les numérisations de votre travail</translation></message>
<message><source>1.  Add files or a folder, or drop them here: images, PDFs, multi-page TIFFs.
2.  Say where a page comes from, on the right.
3.  Double-click a page to annotate it.</source>
<translation>1.  Ajoutez des fichiers ou un dossier, ou déposez-les ici : images, PDF, TIFF à plusieurs pages.
2.  Dites à droite d’où vient une page.
3.  Double clic sur une page pour l’annoter.</translation></message>
<message><source>Add files…</source>
<translation>Ajouter des fichiers…</translation></message>
<message><source>Try the sample</source>
<translation>Essayer l’exemple</translation></message>
<message><source>all pages</source>
<translation>toutes les pages</translation></message>
<message><source>annotated</source>
<translation>annotées</translation></message>
<message><source>without boxes</source>
<translation>sans cadres</translation></message>
<message><source>not reviewed</source>
<translation>non relues</translation></message>
<message><source>reviewed</source>
<translation>relue</translation></message>
<message><source>flagged</source>
<translation>signalée</translation></message>
<message><source>not saved</source>
<translation>non enregistrée</translation></message>
<message><source>Add pages</source>
<translation>Ajouter des pages</translation></message>
<message><source>Pages (%s);;All files (*)</source>
<translation>Pages (%s);;Tous les fichiers (*)</translation></message>
<message><source>Add a folder of pages</source>
<translation>Ajouter un dossier de pages</translation></message>
<message><source>Provenance</source>
<translation>Provenance</translation></message>
<message><source>Mark page</source>
<translation>Marquer la page</translation></message>
</context>
<context>
<name>Params</name>
<message><source>all there is</source>
<translation>tout</translation></message>
<message><source>px</source>
<translation>px</translation></message>
<message><source>s</source>
<translation>s</translation></message>
<message><source>GB</source>
<translation>Go</translation></message>
<message><source>one a core</source>
<translation>un par cœur</translation></message>
<message><source>its share</source>
<translation>sa part</translation></message>
<message><source>line</source>
<translation>ligne</translation></message>
<message><source>Full width of the page, so far above and below</source>
<translation>Toute la largeur de la page, d’autant au-dessus et au-dessous</translation></message>
<message><source>around</source>
<translation>autour</translation></message>
<message><source>So far on all four sides</source>
<translation>D’autant des quatre côtés</translation></message>
<message><source>ornament</source>
<translation>ornement</translation></message>
<message><source>The region that you drew with the ornament tool</source>
<translation>La zone tracée avec l’outil ornement</translation></message>
<message><source>page</source>
<translation>page</translation></message>
<message><source>The whole page</source>
<translation>La page entière</translation></message>
<message><source>–</source>
<translation>–</translation></message>
<message><source>°</source>
<translation>°</translation></message>
<message><source>width</source>
<translation>larg.</translation></message>
<message><source>both</source>
<translation>côtés</translation></message>
<message><source>system</source>
<translation>système</translation></message>
<message><source>light</source>
<translation>clair</translation></message>
<message><source>dark</source>
<translation>sombre</translation></message>
<message><source>English</source>
<translation>English</translation></message>
<message><source>Français</source>
<translation>Français</translation></message>
<message><source>dpi</source>
<translation>ppp</translation></message>
<message><source>homography</source>
<translation>homographie</translation></message>
<message><source>multi</source>
<translation>plusieurs</translation></message>
<message><source>affine</source>
<translation>affine</translation></message>
<message><source>similarity</source>
<translation>similitude</translation></message>
<message><source>rigid</source>
<translation>rigide</translation></message>
<message><source>translation</source>
<translation>translation</translation></message>
<message><source>none</source>
<translation>aucun</translation></message>
<message><source>network</source>
<translation>réseau</translation></message>
<message><source>refine</source>
<translation>affinage</translation></message>
<message><source>min</source>
<translation>min</translation></message>
<message><source>degrees</source>
<translation>degrés</translation></message>
<message><source>learned</source>
<translation>apprise</translation></message>
<message><source>upsampled</source>
<translation>agrandie</translation></message>
</context>
<context>
<name>ParamsForm</name>
<message><source>Advanced</source>
<translation>Avancé</translation></message>
<message><source>Back to the default: {0}</source>
<translation>Revenir à la valeur par défaut : {0}</translation></message>
<message><source>none</source>
<translation>aucun</translation></message>
</context>
<context>
<name>PoseLegend</name>
<message><source>plain</source>
<translation>droit</translation></message>
<message><source>flipped or mirrored</source>
<translation>renversé ou en miroir</translation></message>
<message><source>rotated</source>
<translation>tourné</translation></message>
</context>
<context>
<name>PoseWords</name>
<message><source>{count} plain</source>
<translation>droites : {count}</translation></message>
<message><source>{count} mirrored</source>
<translation>en miroir : {count}</translation></message>
<message><source>{count} flipped</source>
<translation>renversées : {count}</translation></message>
<message><source>{count} rotated</source>
<translation>tournées : {count}</translation></message>
<message><source>{count} mirrored and rotated</source>
<translation>en miroir et tournées : {count}</translation></message>
</context>
<context>
<name>Preferences</name>
<message><source>Theme</source>
<translation>Thème</translation></message>
<message><source>Colours of the window.</source>
<translation>Couleurs de la fenêtre.</translation></message>
<message><source>Language</source>
<translation>Langue</translation></message>
<message><source>Language of the window and of reports.</source>
<translation>Langue de la fenêtre et des rapports.</translation></message>
<message><source>Your name</source>
<translation>Votre nom</translation></message>
<message><source>Stands on the cover of reports and in exports of the catalogue; left empty, nobody is named.</source>
<translation>Figure sur la couverture des rapports et dans les exports du catalogue ; laissé vide, personne n’est nommé.</translation></message>
<message><source>Names under the tools</source>
<translation>Noms sous les outils</translation></message>
<message><source>Show what each button of a tool bar is called, below its sign.</source>
<translation>Montrer sous son signe comment se nomme chaque bouton d’une barre d’outils.</translation></message>
<message><source>Default threshold of a new label.</source>
<translation>Seuil par défaut d’une nouvelle étiquette.</translation></message>
<message><source>Search space</source>
<translation>Espace de recherche</translation></message>
<message><source>Smallest scale</source>
<translation>Plus petite échelle</translation></message>
<message><source>Largest scale</source>
<translation>Plus grande échelle</translation></message>
<message><source>Scales</source>
<translation>Échelles</translation></message>
<message><source>Keep unsaved work every</source>
<translation>Garder le travail tous les</translation></message>
<message><source>How often unsaved work is kept aside, so that a crash loses no more than this.</source>
<translation>À quel rythme le travail non enregistré est mis de côté : une panne n’en perd pas plus.</translation></message>
<message><source>Prefix labels with the image's name</source>
<translation>Préfixer les étiquettes du nom de l’image</translation></message>
<message><source>Write labels as the old files did: &lt;image&gt;_&lt;label&gt;. They are read either way.</source>
<translation>Écrire les étiquettes comme les anciens fichiers : &lt;image&gt;_&lt;étiquette&gt;. Elles sont lues des deux façons.</translation></message>
<message><source>Resolution of scans that do not say</source>
<translation>Résolution des numérisations qui ne la disent pas</translation></message>
<message><source>Used for millimetres when the scan carries no resolution and none was set with the ruler.</source>
<translation>Pour les millimètres, quand la numérisation ne porte pas de résolution et que la règle n’en a pas fixé.</translation></message>
</context>
<context>
<name>PresetCards</name>
<message><source>Training</source>
<translation>Entraînement</translation></message>
</context>
<context>
<name>PresetWords</name>
<message><source>quick</source>
<translation>rapide</translation></message>
<message><source>good</source>
<translation>bon</translation></message>
<message><source>best</source>
<translation>le meilleur</translation></message>
<message><source>A first look: 30 sorts in 6 processor minutes reached AP 0.74 on worn press pages (IoU 0.75, boxes refined), the one sort of a real strip in 8 minutes AP 1.00 on another page.</source>
<translation>Un premier coup d’œil : 30 types en 6 minutes de processeur ont atteint une AP de 0,74 sur des pages usées de la presse (IoU 0,75, cadres affinés), le seul type d’une bande réelle en 8 minutes une AP de 1,00 sur une autre page.</translation></message>
<message><source>For work: 30 sorts in 75 processor minutes reached AP 0.97 on worn press pages (IoU 0.75, boxes refined), and 0.96 at IoU 0.9.</source>
<translation>Pour travailler : 30 types en 75 minutes de processeur ont atteint une AP de 0,97 sur des pages usées de la presse (IoU 0,75, cadres affinés), et 0,96 à IoU 0,9.</translation></message>
<message><source>Every epoch, until it learns no more. Not measured beyond what good reaches; for a night or a GPU.</source>
<translation>Toutes les époques, jusqu’à ce qu’il n’apprenne plus. Non mesuré au-delà de « bon » ; pour une nuit ou un GPU.</translation></message>
<message><source>A first look: AP 0.74 on worn pages.</source>
<translation>Un premier coup d’œil : AP 0,74 sur des pages usées.</translation></message>
<message><source>For work: AP 0.97 on worn pages.</source>
<translation>Pour le travail : AP 0,97 sur des pages usées.</translation></message>
<message><source>For a night or a GPU; not measured beyond good.</source>
<translation>Pour une nuit ou un GPU ; non mesuré au-delà de bon.</translation></message>
<message><source>About {minutes} min on this machine.</source>
<translation>Environ {minutes} min sur cette machine.</translation></message>
<message><source>About {hours:.1f} h on this machine.</source>
<translation>Environ {hours:.1f} h sur cette machine.</translation></message>
<message><source>{minutes:.0f} min at most, and what is measured afterwards.</source>
<translation>{minutes:.0f} min au plus, et ce qui est mesuré ensuite.</translation></message>
<message><source>No time limit.</source>
<translation>Sans limite de temps.</translation></message>
</context>
<context>
<name>Project</name>
<message><source>Add pages</source>
<translation>Ajouter des pages</translation></message>
<message><source>{0} holds no pages itself, but {1} of its folders do: {2}</source>
<translation>{0} ne contient pas de pages, mais {1} de ses dossiers en ont : {2}</translation></message>
<message><source>Add all</source>
<translation>Tout ajouter</translation></message>
<message><source>Add none</source>
<translation>Ne rien ajouter</translation></message>
<message><source>%s has unsaved changes and stays: save it, then open the other file</source>
<translation>%s a des changements non enregistrés et reste : enregistrez-le, puis ouvrez l’autre fichier</translation></message>
<message><source>Reload from disk</source>
<translation>Relire du disque</translation></message>
<message><source>%s is open in another window of AutoLabelme, too. Who saves last will be asked.</source>
<translation>%s est ouvert aussi dans une autre fenêtre d’AutoLabelme. La question sera posée à qui enregistre en dernier.</translation></message>
<message><source>Save %s</source>
<translation>Enregistrer %s</translation></message>
<message><source>saved in %s</source>
<translation>enregistré dans %s</translation></message>
<message><source>Unsaved work cannot be kept aside (%s). Save soon.</source>
<translation>Le travail non enregistré ne peut être mis de côté (%s). Enregistrez bientôt.</translation></message>
</context>
<context>
<name>ProjectSorts</name>
<message><source>Same sort</source>
<translation>Même type</translation></message>
<message><source>Names and pictures of sorts were not written (%s); the pages are whole.</source>
<translation>Noms et images des types n’ont pas été écrits (%s) ; les pages sont entières.</translation></message>
</context>
<context>
<name>Provenance</name>
<message><source>Library</source>
<translation>Bibliothèque</translation></message>
<message><source>Shelfmark</source>
<translation>Cote</translation></message>
<message><source>Title</source>
<translation>Titre</translation></message>
<message><source>Author</source>
<translation>Auteur</translation></message>
<message><source>Edition</source>
<translation>Édition</translation></message>
<message><source>Printer</source>
<translation>Imprimeur</translation></message>
<message><source>Place</source>
<translation>Lieu</translation></message>
<message><source>Year</source>
<translation>Année</translation></message>
<message><source>Page</source>
<translation>Page</translation></message>
<message><source>Motif id</source>
<translation>Nº de motif</translation></message>
<message><source>Source</source>
<translation>Source</translation></message>
<message><source>Note</source>
<translation>Note</translation></message>
</context>
<context>
<name>ProvenanceForm</name>
<message><source>(different)</source>
<translation>(divers)</translation></message>
</context>
<context>
<name>Rail</name>
<message><source>Catalogue</source>
<translation>Catalogue</translation></message>
<message><source>Pages, ornaments, blocks and sorts, searched by picture</source>
<translation>Pages, ornements, bois et types, interrogés par l’image</translation></message>
<message><source>Annotate</source>
<translation>Annoter</translation></message>
<message><source>Box the vignettes and find their copies</source>
<translation>Encadrer les vignettes et trouver leurs copies</translation></message>
<message><source>Align</source>
<translation>Aligner</translation></message>
<message><source>Lay a page or ornament on a reference and compare them</source>
<translation>Poser une page ou un ornement sur une référence et les comparer</translation></message>
<message><source>Train</source>
<translation>Entraîner</translation></message>
<message><source>Train a detector of your vignettes, and use it on pages</source>
<translation>Entraîner un détecteur de vos vignettes, et l’employer sur des pages</translation></message>
<message><source>Inspect</source>
<translation>Inspecter</translation></message>
<message><source>See what is anomalous on a page or an ornament</source>
<translation>Voir ce qui est anormal sur une page ou un ornement</translation></message>
</context>
<context>
<name>RateSlider</name>
<message><source>Bars: scores of {0} normal vignettes. Marks above them: vignettes of this ornament ({1}, flagged: {2}). {3} % of the normals lie right of the line; drag it.</source>
<translation>Barres : scores de {0} vignettes normales. Marques au-dessus : vignettes de cet ornement ({1}, signalées : {2}). {3} % des normales sont à droite du trait ; tirez-le.</translation></message>
<message><source>False alarms: {0} %. Drag the line; left is more, right is fewer.</source>
<translation>Fausses alarmes : {0} %. Tirez le trait ; à gauche plus, à droite moins.</translation></message>
</context>
<context>
<name>ReadingWords</name>
<message><source>text</source>
<translation>du texte</translation></message>
<message><source>true or false</source>
<translation>vrai ou faux</translation></message>
<message><source>a whole number</source>
<translation>un nombre entier</translation></message>
<message><source>a finite number</source>
<translation>un nombre fini</translation></message>
<message><source>a list</source>
<translation>une liste</translation></message>
<message><source>an object</source>
<translation>un objet</translation></message>
<message><source>the text {text!r:.40}</source>
<translation>le texte {text!r:.40}</translation></message>
<message><source>more than {bound:g}</source>
<translation>plus de {bound:g}</translation></message>
<message><source>at least {bound:g}</source>
<translation>au moins {bound:g}</translation></message>
<message><source>less than {bound:g}</source>
<translation>moins de {bound:g}</translation></message>
<message><source>at most {bound:g}</source>
<translation>au plus {bound:g}</translation></message>
</context>
<context>
<name>Recovering</name>
<message><source>Recovered work</source>
<translation>Travail retrouvé</translation></message>
<message><source>No earlier window has left unsaved work.</source>
<translation>Aucune fenêtre antérieure n’a laissé de travail non enregistré.</translation></message>
<message><source> and {0} more</source>
<translation> et {0} de plus</translation></message>
<message><source>Unsaved work from {0} was found: {1}</source>
<translation>Du travail non enregistré de {0} a été trouvé : {1}</translation></message>
<message><source>Restore</source>
<translation>Restaurer</translation></message>
<message><source>Discard</source>
<translation>Jeter</translation></message>
<message><source>Set aside. For {0} days File &gt; Unsaved work of earlier windows brings it back.</source>
<translation>Mis de côté. Pendant {0} jours, Fichier &gt; Travail non enregistré de fenêtres antérieures le ramène.</translation></message>
</context>
<context>
<name>Report</name>
<message><source>report.html</source>
<translation>report.html</translation></message>
<message><source>Python</source>
<translation>Python</translation></message>
<message><source>library</source>
<translation>bibliothèque</translation></message>
<message><source>shelfmark</source>
<translation>cote</translation></message>
<message><source>title</source>
<translation>titre</translation></message>
<message><source>author</source>
<translation>auteur</translation></message>
<message><source>edition</source>
<translation>édition</translation></message>
<message><source>place</source>
<translation>place</translation></message>
<message><source>printer</source>
<translation>imprimeur</translation></message>
<message><source>year</source>
<translation>année</translation></message>
<message><source>folio</source>
<translation>folio</translation></message>
<message><source>motif</source>
<translation>motif</translation></message>
<message><source>source</source>
<translation>source</translation></message>
<message><source>note</source>
<translation>note</translation></message>
<message><source>January</source>
<translation>janvier</translation></message>
<message><source>February</source>
<translation>février</translation></message>
<message><source>March</source>
<translation>mars</translation></message>
<message><source>April</source>
<translation>avril</translation></message>
<message><source>May</source>
<translation>mai</translation></message>
<message><source>June</source>
<translation>juin</translation></message>
<message><source>July</source>
<translation>juillet</translation></message>
<message><source>August</source>
<translation>août</translation></message>
<message><source>September</source>
<translation>septembre</translation></message>
<message><source>October</source>
<translation>octobre</translation></message>
<message><source>November</source>
<translation>novembre</translation></message>
<message><source>December</source>
<translation>décembre</translation></message>
<message><source>1 {month} {year}</source>
<translation>1er {month} {year}</translation></message>
<message><source>{day} {month} {year}</source>
<translation>{day} {month} {year}</translation></message>
<message><source>{one} and {other}</source>
<translation>{one} et {other}</translation></message>
<message><source>{name}: {text}</source>
<translation>{name} : {text}</translation></message>
<message><source>{role}, provenance</source>
<translation>{role}, provenance</translation></message>
<message><source>provenance</source>
<translation>provenance</translation></message>
<message><source>.jpg</source>
<translation>.jpg</translation></message>
<message><source>.png</source>
<translation>.png</translation></message>
<message><source>
&lt;h2&gt;How it was read&lt;/h2&gt;
&lt;p class="small"&gt;Two impressions count as told apart where their order is believed to {{ believed }} and more.
Where the printing and not the block is at fault, a row misleads: look at the crops, accept or reject, and the
order follows. {{ lengths }}&lt;/p&gt;
{{ facts(rows) }}
</source>
<translation>
&lt;h2&gt;Comment il a été lu&lt;/h2&gt;
&lt;p class="small"&gt;Deux empreintes sont tenues pour distinguées quand leur ordre est cru à {{ believed }} et plus. Là où
le tirage et non le bois est en cause, une ligne trompe : regardez les découpes, acceptez ou rejetez, et l’ordre
suit. {{ lengths }}&lt;/p&gt;
{{ facts(rows) }}
</translation></message>
<message><source>The block, as {name} shows it</source>
<translation>Le bois, tel que {name} le montre</translation></message>
<message><source>the block</source>
<translation>le bois</translation></message>
<message><source>{count} impressions of one block</source>
<translation>{count} empreintes d’un même bois</translation></message>
<message><source>Ledger of damage</source>
<translation>Registre des dommages</translation></message>
<message><source>The impressions, the likeliest order first</source>
<translation>Les empreintes, dans l’ordre le plus vraisemblable</translation></message>
<message><source>no.</source>
<translation>nº</translation></message>
<message><source>impression</source>
<translation>empreinte</translation></message>
<message><source>printed</source>
<translation>imprimée</translation></message>
<message><source>from</source>
<translation>provenance</translation></message>
<message><source>Not laid on the reference</source>
<translation>Non posées sur la référence</translation></message>
<message><source>reason</source>
<translation>raison</translation></message>
<message><source>Lengths are true within {tolerance} mm.</source>
<translation>Les longueurs sont justes à {tolerance} mm près.</translation></message>
<message><source>Lengths are pixels of the reference.</source>
<translation>Les longueurs sont en pixels de la référence.</translation></message>
<message><source>What each impression shows</source>
<translation>Ce que montre chaque empreinte</translation></message>
<message><source>x: the event is there; –: not yet; ?: cannot tell. The columns are in the likeliest order.</source>
<translation>x : l’événement y est ; – : pas encore ; ? : impossible à dire. Les colonnes sont dans l’ordre le plus vraisemblable.</translation></message>
<message><source>event</source>
<translation>événement</translation></message>
<message><source>kind</source>
<translation>genre</translation></message>
<message><source>likelihood</source>
<translation>vraisemblance</translation></message>
<message><source>remark</source>
<translation>remarque</translation></message>
<message><source>reported with</source>
<translation>rapport fait avec</translation></message>
<message><source>{name}: {state}</source>
<translation>{name} : {state}</translation></message>
<message><source>{kind}, {length}</source>
<translation>{kind}, {length}</translation></message>
<message><source>accepted</source>
<translation>accepté</translation></message>
<message><source>{state}: {names}</source>
<translation>{state} : {names}</translation></message>
<message><source>{pixels:.0f} px</source>
<translation>{pixels:.0f} px</translation></message>
<message><source>{length:.1f} ± {tolerance} mm</source>
<translation>{length:.1f} ± {tolerance} mm</translation></message>
<message><source>yours</source>
<translation>de vous</translation></message>
<message><source>does not fit the order: repaired, misread, or a fault of the printing</source>
<translation>ne s’accorde pas avec l’ordre : réparé, mal lu, ou faute d’impression</translation></message>
<message><source>the whole reference</source>
<translation>la référence entière</translation></message>
<message><source>reference</source>
<translation>référence</translation></message>
<message><source>Alignment of {source} to {reference}</source>
<translation>Alignement de {source} sur {reference}</translation></message>
<message><source>Reference</source>
<translation>Référence</translation></message>
<message><source>the reference</source>
<translation>la référence</translation></message>
<message><source>Source, laid on it</source>
<translation>Source, posée dessus</translation></message>
<message><source>Source, not laid</source>
<translation>Source, non posée</translation></message>
<message><source>the source</source>
<translation>la source</translation></message>
<message><source>Red: ink of the source alone; cyan: ink of the reference alone; dark: ink of both.</source>
<translation>Rouge : encre de la source seule ; cyan : encre de la référence seule ; sombre : encre des deux.</translation></message>
<message><source>What is left of each place's move once paper is taken out; arrows {factor:.0f} times as long as the moves.</source>
<translation>Ce qui reste du déplacement de chaque point une fois le papier ôté ; flèches {factor:.0f} fois plus longues que les écarts.</translation></message>
<message><source>Two impressions, laid one upon the other</source>
<translation>Deux empreintes, posées l’une sur l’autre</translation></message>
<message><source>Two impressions</source>
<translation>Deux empreintes</translation></message>
<message><source>Evidence</source>
<translation>Indices</translation></message>
<message><source>Pictures</source>
<translation>Images</translation></message>
<message><source>How it was made</source>
<translation>Comment il a été fait</translation></message>
<message><source>refused: {reason}</source>
<translation>refusée : {reason}</translation></message>
<message><source>laid, without a verdict on the block: align the pair again for one.</source>
<translation>posée, sans verdict sur le bois : alignez la paire de nouveau pour en avoir un.</translation></message>
<message><source>{kind}. {words}</source>
<translation>{kind}. {words}</translation></message>
<message><source>status</source>
<translation>état</translation></message>
<message><source>features</source>
<translation>points</translation></message>
<message><source>inliers</source>
<translation>points concordants</translation></message>
<message><source>ink of the reference that the source covers</source>
<translation>encre de la référence que la source couvre</translation></message>
<message><source>NCC</source>
<translation>NCC</translation></message>
<message><source>SSIM</source>
<translation>SSIM</translation></message>
<message><source>fine stage</source>
<translation>étape fine</translation></message>
<message><source>largest displacement of the fine stage</source>
<translation>plus grand déplacement de l’étape fine</translation></message>
<message><source>verdict</source>
<translation>verdict</translation></message>
<message><source>p</source>
<translation>p</translation></message>
<message><source>{p:.2f}: the share of {pairs} real pairs of one block that leave as much (never under {least:.2f}); no probability that this is one</source>
<translation>{p:.2f} : la part des {pairs} paires réelles d’un même bois qui laissent autant (jamais sous {least:.2f}) ; ce n’est pas la probabilité que c’en soit une</translation></message>
<message><source>{length}; the tolerance is this pair's own</source>
<translation>{length} ; la tolérance est propre à cette paire</translation></message>
<message><source>residual (median move)</source>
<translation>écart résiduel (médian)</translation></message>
<message><source>{pixels:.2f} px</source>
<translation>{pixels:.2f} px</translation></message>
<message><source>{pixels:.2f} px, {length:.2f} mm</source>
<translation>{pixels:.2f} px, {length:.2f} mm</translation></message>
<message><source>smallest moves of a copy's strokes that would have been seen</source>
<translation>plus petits écarts des traits d’une copie qui se seraient vus</translation></message>
<message><source>ink of the reference without counterpart</source>
<translation>encre de la référence sans répondant</translation></message>
<message><source>ink of the source without counterpart</source>
<translation>encre de la source sans répondant</translation></message>
<message><source>{pixels:.0f} px, laid {off} off</source>
<translation>{pixels:.0f} px, posée à {off} de là</translation></message>
<message><source>repeats every</source>
<translation>se répète tous les</translation></message>
<message><source>{length:.3f} ± {tolerance:.3f} mm</source>
<translation>{length:.3f} ± {tolerance:.3f} mm</translation></message>
<message><source>{length:.1f} ± {tolerance:.1f} mm</source>
<translation>{length:.1f} ± {tolerance:.1f} mm</translation></message>
<message><source>{pixels:.2f} px, {length}</source>
<translation>{pixels:.2f} px, {length}</translation></message>
<message><source>{before:.2f} before, {coarse:.2f} coarse, {fine:.2f} fine</source>
<translation>{before:.2f} avant, {coarse:.2f} étape grossière, {fine:.2f} fine</translation></message>
<message><source>{role}, area</source>
<translation>{role}, zone</translation></message>
<message><source>{role}, SHA-256</source>
<translation>{role}, SHA-256</translation></message>
<message><source>not known</source>
<translation>inconnu</translation></message>
<message><source>{dpi:.0f} dots per inch</source>
<translation>{dpi:.0f} points par pouce</translation></message>
<message><source>resolution of the reference</source>
<translation>résolution de la référence</translation></message>
<message><source>page {page}</source>
<translation>page {page}</translation></message>
<message><source>the whole picture</source>
<translation>l’image entière</translation></message>
<message><source>from ({x1:.0f}, {y1:.0f}) to ({x2:.0f}, {y2:.0f}) px</source>
<translation>de ({x1:.0f}, {y1:.0f}) à ({x2:.0f}, {y2:.0f}) px</translation></message>
<message><source>weights {name}, SHA-256</source>
<translation>poids {name}, SHA-256</translation></message>
<message><source>aligned with</source>
<translation>aligné avec</translation></message>
<message><source>mIoU on changed impressions (%)</source>
<translation>mIoU sur empreintes changées (%)</translation></message>
<message><source>on changed and unchanged ones (%)</source>
<translation>sur changées et intactes (%)</translation></message>
<message><source>pixel AUROC</source>
<translation>AUROC par pixel</translation></message>
<message><source>Inspection of {name}</source>
<translation>Inspection de {name}</translation></message>
<message><source>The ornament</source>
<translation>L’ornement</translation></message>
<message><source>the ornament</source>
<translation>l’ornement</translation></message>
<message><source>The reference, laid on it</source>
<translation>La référence, posée dessus</translation></message>
<message><source>Thin frames: vignettes; numbered ones: findings.</source>
<translation>Cadres fins : vignettes ; cadres numérotés : constats.</translation></message>
<message><source>Faded: what was not compared.</source>
<translation>Pâli : ce qui n’a pas été comparé.</translation></message>
<message><source>Inspection</source>
<translation>Inspection</translation></message>
<message><source>None is decided.</source>
<translation>Aucun n’est décidé.</translation></message>
<message><source>None at this rate.</source>
<translation>Aucun à ce taux.</translation></message>
<message><source>Findings</source>
<translation>Constats</translation></message>
<message><source>label</source>
<translation>étiquette</translation></message>
<message><source>held-out normals</source>
<translation>normales de contrôle</translation></message>
<message><source>compared with</source>
<translation>comparée à</translation></message>
<message><source>Model card</source>
<translation>Fiche du modèle</translation></message>
<message><source>Signed ink against the prototypes: blue is missing, orange was added</source>
<translation>Encre signée, par rapport aux prototypes : en bleu celle qui manque, en orange celle qui s’ajoute</translation></message>
<message><source>Signed ink against the reference: blue is missing, orange was added</source>
<translation>Encre signée, par rapport à la référence : en bleu celle qui manque, en orange celle qui s’ajoute</translation></message>
<message><source>Residual of the reconstruction, an illustration that decides nothing: white under 2.5 spreads of normal impressions, deep red from 8, for every ornament</source>
<translation>Résidu de la reconstruction, une illustration qui ne décide de rien : blanc sous 2,5 écarts types d’empreintes normales, rouge profond à partir de 8, pour tout ornement</translation></message>
<message><source>Residual: white under 2.5 spreads of normal impressions, deep red from 8, for every ornament</source>
<translation>Résidu : blanc sous 2,5 écarts types d’empreintes normales, rouge profond à partir de 8, pour tout ornement</translation></message>
<message><source>Reconstruction from the vignettes, an illustration that decides nothing</source>
<translation>Reconstruction à partir des vignettes, une illustration qui ne décide de rien</translation></message>
<message><source>ornament</source>
<translation>ornement</translation></message>
<message><source>{status}, {features}, {inliers} inliers, NCC {ncc}</source>
<translation>{status}, {features}, {inliers} points concordants, NCC {ncc}</translation></message>
<message><source>alignment</source>
<translation>alignement</translation></message>
<message><source>authentic impression</source>
<translation>empreinte authentique</translation></message>
<message><source>model, SHA-256 of its weights</source>
<translation>modèle, SHA-256 de ses poids</translation></message>
<message><source>versions</source>
<translation>versions</translation></message>
<message><source>seconds</source>
<translation>secondes</translation></message>
<message><source>signed ink against the reference alone (no model was used)</source>
<translation>l’encre signée face à la seule référence (sans modèle)</translation></message>
<message><source>the larger of ink that was lost (what a network has learned of breaks, and straight breaks) and ink that was added (what it has learned of additions)</source>
<translation>le plus grand de l’encre perdue (ce qu’un réseau a appris des cassures, et les cassures droites) et de l’encre ajoutée (ce qu’il a appris des ajouts)</translation></message>
<message><source>the signed ink against the prototype</source>
<translation>l’encre signée face au prototype</translation></message>
<message><source>combined evidence: for each vignette {each}; and ink that no vignette accounts for</source>
<translation>indices combinés : pour chaque vignette {each} ; et l’encre qu’aucune vignette n’explique</translation></message>
<message><source>its own</source>
<translation>aux siennes</translation></message>
<message><source>pooled with all labels</source>
<translation>à celles de toutes les étiquettes</translation></message>
<message><source>median of label {label}</source>
<translation>médiane de l’étiquette {label}</translation></message>
<message><source>printed here</source>
<translation>imprimé ici</translation></message>
<message><source>lost blue, gained orange</source>
<translation>perdu en bleu, gagné en orange</translation></message>
<message><source>residual</source>
<translation>résidu</translation></message>
<message><source>what the model does not draw, an illustration</source>
<translation>ce que le modèle ne dessine pas, une illustration</translation></message>
<message><source>as the model draws it, an illustration</source>
<translation>dessin du modèle, une illustration</translation></message>
<message><source>normal of {label}</source>
<translation>normale de {label}</translation></message>
<message><source>rejected</source>
<translation>rejeté</translation></message>
<message><source>open</source>
<translation>ouvert</translation></message>
<message><source>{label} ({name})</source>
<translation>{label} ({name})</translation></message>
<message><source>{kind}, label {label}; label {expected} is expected here</source>
<translation>{kind}, étiquette {label} ; l’étiquette {expected} est attendue ici</translation></message>
<message><source>{kind}, label {label}</source>
<translation>{kind}, étiquette {label}</translation></message>
<message><source>{kind}, label {expected} is expected here</source>
<translation>{kind}, l’étiquette {expected} est attendue ici</translation></message>
<message><source>{shown} (p {p})</source>
<translation>{shown} (p {p})</translation></message>
<message><source>{shown} (p {p}, no rate is promised)</source>
<translation>{shown} (p {p}, sans taux promis)</translation></message>
<message><source>All evidence</source>
<translation>Tous les indices</translation></message>
<message><source>Rejected by the historian</source>
<translation>Rejetés par l’historien</translation></message>
<message><source>expected</source>
<translation>attendue</translation></message>
<message><source>score</source>
<translation>score</translation></message>
<message><source>* too few normals to promise the false-alarm rate for this one</source>
<translation>* trop peu de normales pour promettre le taux de fausses alarmes de celui-ci</translation></message>
<message><source>evidence and note</source>
<translation>indices et note</translation></message>
<message><source>, page {page}</source>
<translation>, page {page}</translation></message>
<message><source>, from ({x1:.0f}, {y1:.0f}) to ({x2:.0f}, {y2:.0f}) px</source>
<translation>, de ({x1:.0f}, {y1:.0f}) à ({x2:.0f}, {y2:.0f}) px</translation></message>
<message><source>{page}{box}</source>
<translation>{page}{box}</translation></message>
<message><source>
{% if first %}&lt;h2&gt;The whole ornament&lt;/h2&gt;{% endif %}
{{ row }}
</source>
<translation>
{% if first %}&lt;h2&gt;L’ornement entier&lt;/h2&gt;{% endif %}
{{ row }}
</translation></message>
<message><source>
&lt;p class="small"&gt;{{ shown.title }} is another scorer's map of the same ornament ({{ shown.name }};
{{ shown.source }}), on its own fixed scale from {{ "%.3g" | format(shown.minimum) }} to
{{ "%.3g" | format(shown.maximum) }}. It was looked at beside the evidence above; scores and p-values do not
rest on it.{% if shown.figures %} Measured on the published protocols:
{% for name, value in shown.figures.items() %}
{{ name | figure }} {{ "%.3g" | format(value) }}{{ ", " if not loop.last }}
{%- endfor %}.{% endif %}&lt;/p&gt;
</source>
<translation>
&lt;p class="small"&gt;{{ shown.title }} est la carte d’une autre méthode pour le même ornement ({{ shown.name }} ;
{{ shown.source }}), à sa propre échelle fixe de {{ "%.3g" | format(shown.minimum) }} à
{{ "%.3g" | format(shown.maximum) }}. Elle a été regardée à côté des indices ci-dessus ; scores et p n’en
dépendent pas.{% if shown.figures %} Mesuré sur les protocoles publiés :
{% for name, value in shown.figures.items() %}
{{ name | figure }} {{ "%.3g" | format(value) }}{{ ", " if not loop.last }}
{%- endfor %}.{% endif %}&lt;/p&gt;
</translation></message>
<message><source>
&lt;h2&gt;Calibration&lt;/h2&gt;
&lt;p class="small"&gt;Scored by {{ evidence }}.&lt;/p&gt;
&lt;p class="small"&gt;Asked: {{ "%g" | format(record.params.false_alarms) }} false alarms a
{% if said.decision.method == "pair" %}place{% else %}vignette{% endif %}.
{% if said.calibration.vignettes %}
p-values are conformal: the share of {{ said.calibration.vignettes }} held-out normal vignettes on
{{ said.calibration.ornaments }} normal ornaments that score at least as high
({{ said.calibration.source }}).
A clean ornament of {{ vignettes }} vignettes would show
{{ "%.2f" | format(said.decision.expected_by_chance) }} of them by chance, and up to as many places of ink
that none accounts for. {% if not inspection.unknown %}The ornament as a whole was decided by
{% if said.decision.method == "holm" %}Holm's procedure over its vignettes
{%- else %}the statistic of Berk and Jones of all its p-values, against those of normal ornaments{% endif -%}
: p = {{ "%.4f" | format(said.decision.p) }}
{%- if not said.decision.promised %} (not promised: too few normals){% endif %}.
{%- endif %}

{% elif said.decision.method != "pair" %}
No population of normal impressions stands behind the scores.{% endif %}&lt;/p&gt;
</source>
<translation>
&lt;h2&gt;Étalonnage&lt;/h2&gt;
&lt;p class="small"&gt;Noté par {{ evidence }}.&lt;/p&gt;
&lt;p class="small"&gt;Demandé : {{ "%g" | format(record.params.false_alarms) }} fausse alarme par
{% if said.decision.method == "pair" %}endroit{% else %}vignette{% endif %}.
{% if said.calibration.vignettes %}
Les p sont conformes : la part des {{ said.calibration.vignettes }} vignettes normales de contrôle sur
{{ said.calibration.ornaments }} ornements normaux dont le score est au moins aussi haut
({{ said.calibration.source }}).
Un ornement sain de {{ vignettes }} vignettes en montrerait
{{ "%.2f" | format(said.decision.expected_by_chance) }} par hasard, et jusqu’à autant d’endroits d’encre
inexpliquée. {% if not inspection.unknown %}L’ornement dans l’ensemble a été décidé par
{% if said.decision.method == "holm" %}le procédé de Holm sur ses vignettes
{%- else %}la statistique de Berk et Jones de tous ses p, face à ceux d’ornements normaux{% endif -%}
 : p = {{ "%.4f" | format(said.decision.p) }}
{%- if not said.decision.promised %} (non promis : trop peu de normales){% endif %}.
{%- endif %}

{% elif said.decision.method != "pair" %}
Aucune population d’empreintes normales n’est derrière les scores.{% endif %}&lt;/p&gt;
</translation></message>
<message><source>
&lt;h2&gt;What it rests on&lt;/h2&gt;
{{ facts(basis) }}
</source>
<translation>
&lt;h2&gt;Sur quoi cela repose&lt;/h2&gt;
{{ facts(basis) }}
</translation></message>
<message><source>
&lt;h2&gt;All vignettes&lt;/h2&gt;
{{ table(head, rows) }}
</source>
<translation>
&lt;h2&gt;Toutes les vignettes&lt;/h2&gt;
{{ table(head, rows) }}
</translation></message>
<message><source>
&lt;h2&gt;How it was judged&lt;/h2&gt;
&lt;p class="small"&gt;Each vignette is compared with its siblings, the other impressions of its sort, leaving
itself out. p is the share of untouched impressions on real pages of {{ books }} books (and on the pages named
as authentic) that score as high.&lt;/p&gt;
</source>
<translation>
&lt;h2&gt;Comment elles ont été jugées&lt;/h2&gt;
&lt;p class="small"&gt;Chaque vignette est comparée à ses sœurs, les autres empreintes de son type, sans elle-même. p est
la part des empreintes intactes de pages réelles de {{ books }} livres (et des pages nommées
comme authentiques) dont le score est aussi haut.&lt;/p&gt;
</translation></message>
<message><source>Page</source>
<translation>Page</translation></message>
<message><source>Comparison with siblings</source>
<translation>Comparaison avec les sœurs</translation></message>
<message><source>rank</source>
<translation>rang</translation></message>
<message><source>struck out as not authentic</source>
<translation>exclue comme non authentique</translation></message>
<message><source>printed here, turned upright</source>
<translation>imprimé ici, redressé</translation></message>
<message><source>median of its siblings</source>
<translation>médiane de ses sœurs</translation></message>
<message><source>sibling {number}</source>
<translation>sœur {number}</translation></message>
</context>
<context>
<name>ReportPlace</name>
<message><source>Folder in which the report's folder is made</source>
<translation>Dossier où créer le dossier du rapport</translation></message>
</context>
<context>
<name>ResultModel</name>
<message><source>running, {0} %</source>
<translation>en cours, {0} %</translation></message>
<message><source>not aligned yet</source>
<translation>pas encore aligné</translation></message>
</context>
<context>
<name>ResultTable</name>
<message><source>aligned</source>
<translation>aligné</translation></message>
<message><source>weak</source>
<translation>faible</translation></message>
<message><source>refused</source>
<translation>refusé</translation></message>
<message><source>error</source>
<translation>erreur</translation></message>
<message><source>same block</source>
<translation>même bois</translation></message>
<message><source>close copy</source>
<translation>copie proche</translation></message>
<message><source>another</source>
<translation>autre bois</translation></message>
<message><source>set again</source>
<translation>recomposé</translation></message>
<message><source>cannot tell</source>
<translation>impossible à dire</translation></message>
<message><source>Source</source>
<translation>Source</translation></message>
<message><source>The image that is warped</source>
<translation>L’image qui est déformée</translation></message>
<message><source>Verdict</source>
<translation>Verdict</translation></message>
<message><source>Whether both were printed from one block; only for pairs that were laid</source>
<translation>Si les deux viennent d’un même bois ; seulement pour les paires posées</translation></message>
<message><source>In words</source>
<translation>En mots</translation></message>
<message><source>What the verdict rests on, or why the pair was not laid</source>
<translation>Sur quoi repose le verdict, ou pourquoi la paire n’a pas été posée</translation></message>
<message><source>p</source>
<translation>p</translation></message>
<message><source>Share of known pairs from one block that leave as much: no probability that this is one</source>
<translation>Part des paires connues d’un même bois qui laissent autant : non la probabilité que celle-ci en soit une</translation></message>
<message><source>Residual</source>
<translation>Écart</translation></message>
<message><source>How far strokes lie off after paper is taken out, ± half the 95 % interval of the pair's own places; in millimetres where the reference's resolution is known</source>
<translation>De combien les traits s’écartent une fois le papier ôté, ± la moitié de l’intervalle à 95 % des endroits de la paire ; en millimètres quand la résolution de la référence est connue</translation></message>
<message><source>Laid</source>
<translation>Pose</translation></message>
<message><source>aligned; weak: probably right, look at it; refused: the pair does not match; error</source>
<translation>aligné ; faible : sans doute juste, à regarder ; refusé : la paire ne va pas ; erreur</translation></message>
<message><source>Features</source>
<translation>Points</translation></message>
<message><source>What was matched</source>
<translation>Ce qui a été apparié</translation></message>
<message><source>Inliers</source>
<translation>Accord</translation></message>
<message><source>Matches that agree on the position</source>
<translation>Points qui s’accordent sur la position</translation></message>
<message><source>Coverage</source>
<translation>Couverture</translation></message>
<message><source>Share of the reference's ink that the source covers</source>
<translation>Part de l’encre de la référence que la source couvre</translation></message>
<message><source>NCC before</source>
<translation>NCC avant</translation></message>
<message><source>Correlation of the ink before alignment</source>
<translation>Corrélation de l’encre avant l’alignement</translation></message>
<message><source>NCC after</source>
<translation>NCC après</translation></message>
<message><source>Correlation of the ink afterwards</source>
<translation>Corrélation de l’encre après</translation></message>
<message><source>SSIM</source>
<translation>SSIM</translation></message>
<message><source>Structural similarity afterwards</source>
<translation>Similarité de structure après</translation></message>
<message><source>Max px</source>
<translation>Max. px</translation></message>
<message><source>Longest displacement of the fine stage, in pixels of the reference</source>
<translation>Plus long déplacement de l’étape fine, en pixels de la référence</translation></message>
<message><source>Max mm</source>
<translation>Max. mm</translation></message>
<message><source>The same on paper, ± {0} mm (inking, shrinking); needs the reference's resolution</source>
<translation>Le même sur le papier, ± {0} mm (encrage, retrait) ; demande la résolution de la référence</translation></message>
<message><source>Reason</source>
<translation>Raison</translation></message>
<message><source>Why, when it is not simply aligned</source>
<translation>Pourquoi, si ce n’est pas simplement aligné</translation></message>
<message><source>Results</source>
<translation>Résultats</translation></message>
</context>
<context>
<name>RetrievalParams</name>
<message><source>Verify</source>
<translation>Vérifier</translation></message>
<message><source>Lay the most similar ornaments on the picture and let the ink decide.</source>
<translation>Poser sur l’image les ornements les plus semblables et laisser l’encre décider.</translation></message>
<message><source>Candidates</source>
<translation>Candidats</translation></message>
<message><source>How many of the most similar ornaments are verified.</source>
<translation>Combien des ornements les plus semblables sont vérifiés.</translation></message>
<message><source>Mirrored, too</source>
<translation>En miroir aussi</translation></message>
<message><source>Search for the mirror image as well: copies are often mirrored.</source>
<translation>Chercher aussi l’image en miroir : les copies le sont souvent.</translation></message>
</context>
<context>
<name>ReviewBar</name>
<message><source>this label only</source>
<translation>cette étiquette</translation></message>
<message><source>Review the matches of the current label only</source>
<translation>Relire seulement les occurrences de l’étiquette en cours</translation></message>
<message><source>{0} to review; next: label {1}, likeness {2}</source>
<translation>{0} à relire ; suivante : étiquette {1}, ressemblance {2}</translation></message>
<message><source>{0} to review; next: label {1}</source>
<translation>{0} à relire ; suivante : étiquette {1}</translation></message>
<message><source>Everything is reviewed</source>
<translation>Tout est relu</translation></message>
<message><source>No matches yet</source>
<translation>Pas encore d’occurrences</translation></message>
</context>
<context>
<name>RulerStrip</name>
<message><source>Length of the measured line</source>
<translation>Longueur de la ligne mesurée</translation></message>
<message><source>Set the page's resolution</source>
<translation>Fixer la résolution de la page</translation></message>
<message><source>The measured line is this long on the page: millimetres follow</source>
<translation>La ligne mesurée a cette longueur sur la page : les millimètres suivent</translation></message>
<message><source>Close</source>
<translation>Fermer</translation></message>
<message><source>{0} px at {1} dpi is</source>
<translation>{0} px à {1} ppp font</translation></message>
</context>
<context>
<name>RulerTool</name>
<message><source>{0} px</source>
<translation>{0} px</translation></message>
</context>
<context>
<name>RunningRow</name>
<message><source>Cancel</source>
<translation>Arrêter</translation></message>
<message><source>It stops at the next step.</source>
<translation>Arrêt à la prochaine étape.</translation></message>
<message><source>stopping…</source>
<translation>arrêt…</translation></message>
</context>
<context>
<name>Sample</name>
<message><source>sample suspect</source>
<translation>suspect de l’exemple</translation></message>
<message><source>sample reference</source>
<translation>référence de l’exemple</translation></message>
</context>
<context>
<name>SampleWords</name>
<message><source>Sample model</source>
<translation>Modèle d’exemple</translation></message>
<message><source>Finds the 30 vignettes of the bundled sample catalogue on press pages and draws them.</source>
<translation>Trouve les 30 vignettes du catalogue d’exemple fourni sur des pages de la presse et les dessine.</translation></message>
<message><source>Trained on printed pages of the press alone (clean, worn, hard); it knows no scan of a real book.</source>
<translation>Entraîné seulement sur des pages imprimées par la presse (nettes, usées, difficiles) ; il ne connaît aucune numérisation d’un vrai livre.</translation></message>
<message><source>For the demo, for trying things out and as a check of an installation. Train one of your own catalogue for anything else.</source>
<translation>Pour la démonstration, pour essayer et pour vérifier une installation. Pour tout le reste, entraînez un modèle de votre propre catalogue.</translation></message>
<message><source>The backbone started from torchvision's ImageNet weights of MobileNetV2 (BSD-3-Clause). Weights are stored as float16.</source>
<translation>Le réseau de base est parti des poids ImageNet de MobileNetV2 de torchvision (BSD-3-Clause). Les poids sont enregistrés en float16.</translation></message>
<message><source>Detector 76 minutes and 45 more, decoder 25, both together 22, each on one thread of a machine that was busy with other work: some 75 minutes of processor time in all. Most of the detector's training ran in bfloat16.</source>
<translation>Détecteur 76 minutes et 45 de plus, décodeur 25, les deux ensemble 22, chaque fois sur un seul fil d’une machine occupée par ailleurs : quelque 75 minutes de processeur en tout. L’essentiel de l’entraînement du détecteur s’est fait en bfloat16.</translation></message>
<message><source>Detector 76 minutes and 45 more, decoder 25, both together 22, on pages of the press's first recipe, each on one thread of a machine that was busy with other work: some 75 minutes of processor time in all. Then both together 4 minutes on 60 further pages, two in three of the recipe that looks like print. Most of the training ran in bfloat16.</source>
<translation>Détecteur 76 minutes et 45 de plus, décodeur 25, les deux ensemble 22, sur des pages de la première recette de la presse, chaque fois sur un seul fil d’une machine occupée par ailleurs : quelque 75 minutes de processeur en tout. Puis les deux ensemble 4 minutes sur 60 pages de plus, deux sur trois selon la recette qui ressemble à de l’imprimé. L’essentiel de l’entraînement s’est fait en bfloat16.</translation></message>
<message><source>The decoder draws tone, shape and the coarse parts of a vignette; fine lines stay soft.</source>
<translation>Le décodeur rend le ton, la forme et les grandes parties d’une vignette ; les lignes fines restent floues.</translation></message>
</context>
<context>
<name>SamplesView</name>
<message><source>Crops that are not trained on. Orange: found, with the label. Blue, dashed: what is there.</source>
<translation>Découpes qui ne servent pas à l’apprentissage. Orange : trouvé, avec l’étiquette. Tirets bleus : ce qui s’y trouve.</translation></message>
<message><source>Sample detections and reconstructions appear here after the first epoch.</source>
<translation>Des détections et des reconstructions apparaissent ici après la première époque.</translation></message>
<message><source>found on the crops: {0}; vignettes there: {1}</source>
<translation>trouvées sur les découpes : {0} ; vignettes présentes : {1}</translation></message>
<message><source>On the page (above) and as the decoder draws it (below)</source>
<translation>Sur la page (en haut) et comme le décodeur les dessine (en bas)</translation></message>
<message><source>Nothing is found with a score over 0.2 yet</source>
<translation>Rien n’est encore trouvé avec un score de plus de 0,2</translation></message>
</context>
<context>
<name>Saver</name>
<message><source>Save Images</source>
<translation>Enregistrer les images</translation></message>
<message><source>Export %s</source>
<translation>Exporter %s</translation></message>
<message><source>files written: {0}</source>
<translation>fichiers écrits : {0}</translation></message>
<message><source>“{0}” is another sort on each of several pages and was written apart: {1}</source>
<translation>« {0} » est un autre type sur chacune de plusieurs pages et a été écrit à part : {1}</translation></message>
<message><source>images saved: {0}</source>
<translation>images enregistrées : {0}</translation></message>
<message><source>Saving failed; the log has the details</source>
<translation>L’enregistrement a échoué ; le journal a les détails</translation></message>
</context>
<context>
<name>SearchControls</name>
<message><source>Threshold</source>
<translation>Seuil</translation></message>
<message><source>Scores of what was found; what is shaded reaches the threshold</source>
<translation>Scores de ce qui a été trouvé ; ce qui est ombré atteint le seuil</translation></message>
<message><source>Scores</source>
<translation>Scores</translation></message>
<message><source>Matches below this score are left out; nothing is searched anew</source>
<translation>Les occurrences sous ce score sont omises ; rien n’est cherché de nouveau</translation></message>
<message><source>Keep this scope for the next page; otherwise it goes back to line</source>
<translation>Garder cette portée pour la page suivante ; sinon elle revient à la ligne</translation></message>
<message><source>Keep the scope</source>
<translation>Garder la portée</translation></message>
<message><source>Candidates that count as copies: {0} of {1}</source>
<translation>Candidats qui comptent comme copies : {0} sur {1}</translation></message>
<message><source>shows through from the verso, left out: {0}</source>
<translation>transparaissent du verso, omis : {0}</translation></message>
<message><source>This scope does not use the search space value</source>
<translation>Cette portée n’emploie pas l’espace de recherche</translation></message>
</context>
<context>
<name>SearchParams</name>
<message><source>Threshold</source>
<translation>Seuil</translation></message>
<message><source>Matches below this score are left out</source>
<translation>Les occurrences sous ce score sont omises</translation></message>
<message><source>min</source>
<translation>min</translation></message>
<message><source>Alone: that one angle, in degrees. With max: every 5 degrees from it</source>
<translation>Seul : cet angle, en degrés. Avec max. : tous les 5 degrés à partir de lui</translation></message>
<message><source>Rotation</source>
<translation>Rotation</translation></message>
<message><source>max</source>
<translation>max</translation></message>
<message><source>Largest angle; every 5 degrees from min</source>
<translation>Plus grand angle ; tous les 5 degrés à partir de min.</translation></message>
<message><source>flips</source>
<translation>miroirs</translation></message>
<message><source>Find mirrored and upside-down copies, and both</source>
<translation>Trouver les copies en miroir, renversées, et les deux</translation></message>
<message><source>Copies</source>
<translation>Copies</translation></message>
<message><source>quarter turns</source>
<translation>quarts de tour</translation></message>
<message><source>Find copies turned by 90, 180 and 270 degrees</source>
<translation>Trouver les copies tournées de 90, 180 et 270 degrés</translation></message>
<message><source>Smallest scale against the template</source>
<translation>Plus petite échelle par rapport au gabarit</translation></message>
<message><source>Scales</source>
<translation>Échelles</translation></message>
<message><source>Scale low</source>
<translation>Échelle min.</translation></message>
<message><source>Largest scale against the template</source>
<translation>Plus grande échelle par rapport au gabarit</translation></message>
<message><source>Scale high</source>
<translation>Échelle max.</translation></message>
<message><source>How many scales are tried between the two; 0: the template's only</source>
<translation>Combien d’échelles sont essayées entre les deux ; 0 : celle du gabarit seule</translation></message>
<message><source>Scale steps</source>
<translation>Pas d’échelle</translation></message>
<message><source>Scale the width only, as the original did, or both sides</source>
<translation>Changer la largeur seule, comme l’original, ou les deux côtés</translation></message>
<message><source>Scale mode</source>
<translation>Mode d’échelle</translation></message>
</context>
<context>
<name>SearchSettings</name>
<message><source>Keep the scope for the next page</source>
<translation>Garder la portée pour la page suivante</translation></message>
<message><source>Pinned</source>
<translation>Épinglé</translation></message>
<message><source>rotation max needs a min</source>
<translation>la rotation max. demande une min.</translation></message>
<message><source>rotation max is smaller than min</source>
<translation>la rotation max. est plus petite que la min.</translation></message>
<message><source>the largest scale is smaller than the smallest</source>
<translation>la plus grande échelle est plus petite que la plus petite</translation></message>
<message><source>draw the ornament first (scope ornament)</source>
<translation>tracez d’abord l’ornement (portée ornement)</translation></message>
</context>
<context>
<name>SearchWords</name>
<message><source>the template is blank: there is no ink in its box</source>
<translation>le gabarit est vide : il n’y a pas d’encre dans son cadre</translation></message>
<message><source>the template ({width:.0f} x {height:.0f} pixels) is larger than the neighbourhood ({columns} x {rows} pixels)</source>
<translation>le gabarit ({width:.0f} x {height:.0f} pixels) est plus grand que le voisinage ({columns} x {rows} pixels)</translation></message>
<message><source>page {page} of {pages}, {count} found</source>
<translation>page {page} sur {pages}, {count} trouvées</translation></message>
<message><source>its box covers less than one pixel</source>
<translation>son cadre couvre moins d’un pixel</translation></message>
<message><source>no drawn ornament (a rectangle with the label 'ornament') holds its box</source>
<translation>aucun ornement tracé (un rectangle à l’étiquette « ornament ») ne contient son cadre</translation></message>
</context>
<context>
<name>Searcher</name>
<message><source>Open a page first</source>
<translation>Ouvrez d’abord une page</translation></message>
<message><source>Box one vignette first: click it or drag a box around it</source>
<translation>Encadrez d’abord une vignette : cliquez-la ou tracez un cadre autour d’elle</translation></message>
<message><source>This label has no template: draw a box of it first</source>
<translation>Cette étiquette n’a pas de gabarit : tracez-en d’abord un cadre</translation></message>
<message><source>Rematch %s</source>
<translation>Rechercher %s</translation></message>
<message><source>Box one vignette a label first: click it or drag a box around it</source>
<translation>Encadrez d’abord une vignette par étiquette : cliquez-la ou tracez un cadre autour d’elle</translation></message>
<message><source>Match all labels</source>
<translation>Chercher toutes les étiquettes</translation></message>
<message><source>{0} on all pages</source>
<translation>{0} sur toutes les pages</translation></message>
<message><source>Pages marked as reviewed are left as they are: %s</source>
<translation>Les pages marquées comme relues sont laissées telles quelles : %s</translation></message>
<message><source>Search them, too</source>
<translation>Y chercher aussi</translation></message>
<message><source>all labels</source>
<translation>toutes les étiquettes</translation></message>
<message><source>The template of %s was changed meanwhile: Rematch again</source>
<translation>Le gabarit de %s a changé entre-temps : recherchez de nouveau</translation></message>
<message><source>boxes: {0}, {1} s</source>
<translation>cadres : {0}, {1} s</translation></message>
<message><source>Rematch failed; the log has the details</source>
<translation>La recherche a échoué ; le journal a les détails</translation></message>
</context>
<context>
<name>Searching</name>
<message><source>Select one ornament first</source>
<translation>Choisissez d’abord un ornement</translation></message>
<message><source>Order by likeness</source>
<translation>Trier par ressemblance</translation></message>
<message><source>ornaments: {0}</source>
<translation>ornements : {0}</translation></message>
<message><source>Make or open a catalogue first</source>
<translation>Créez ou ouvrez d’abord un catalogue</translation></message>
<message><source>Find this</source>
<translation>Chercher ceci</translation></message>
<message><source>found: {0}</source>
<translation>trouvés : {0}</translation></message>
<message><source>likeness {0}%</source>
<translation>ressemblance {0} %</translation></message>
</context>
<context>
<name>SettingsDialog</name>
<message><source>Settings</source>
<translation>Réglages</translation></message>
</context>
<context>
<name>ShortcutSheet</name>
<message><source>Shortcuts</source>
<translation>Raccourcis</translation></message>
<message><source>This workspace</source>
<translation>Cet espace</translation></message>
<message><source>Pictures</source>
<translation>Images</translation></message>
<message><source>Change keys…</source>
<translation>Changer les touches…</translation></message>
</context>
<context>
<name>Shortcuts</name>
<message><source>Wheel, Ctrl+wheel</source>
<translation>Molette, Ctrl+molette</translation></message>
<message><source>Zoom at the cursor</source>
<translation>Zoom au curseur</translation></message>
<message><source>Space+drag, middle button</source>
<translation>Espace+tirer, bouton du milieu</translation></message>
<message><source>Pan</source>
<translation>Déplacer la vue</translation></message>
<message><source>Shift+wheel</source>
<translation>Maj+molette</translation></message>
<message><source>Pan sideways</source>
<translation>Déplacer la vue de côté</translation></message>
<message><source>Fit</source>
<translation>Ajuster</translation></message>
<message><source>Actual pixels</source>
<translation>Taille réelle</translation></message>
<message><source>Show or hide the minimap</source>
<translation>Montrer ou cacher la mini-carte</translation></message>
<message><source>H held</source>
<translation>H tenu</translation></message>
<message><source>Hide what lies over the picture</source>
<translation>Cacher ce qui est posé sur l’image</translation></message>
<message><source>Give up what is being dragged</source>
<translation>Abandonner ce que l’on tire</translation></message>
<message><source>B again</source>
<translation>B encore</translation></message>
<message><source>Pause or go on blinking</source>
<translation>Suspendre ou reprendre le clignotement</translation></message>
<message><source>X held</source>
<translation>X tenu</translation></message>
<message><source>The source alone</source>
<translation>La source seule</translation></message>
<message><source>Slower / faster; line, opacity, magnification</source>
<translation>Plus lent / plus vite ; trait, opacité, grossissement</translation></message>
<message><source>Click in both pictures</source>
<translation>Clic dans les deux images</translation></message>
<message><source>Set a pair of landmarks (while setting landmarks)</source>
<translation>Poser une paire de repères (pendant la pose)</translation></message>
<message><source>Right click on a landmark</source>
<translation>Clic droit sur un repère</translation></message>
<message><source>Remove it</source>
<translation>L’ôter</translation></message>
<message><source>Backspace</source>
<translation>Retour arrière</translation></message>
<message><source>Remove the last landmark</source>
<translation>Retirer le dernier repère</translation></message>
</context>
<context>
<name>SiblingCommands</name>
<message><source>Authentic pages…</source>
<translation>Pages authentiques…</translation></message>
<message><source>Annotations of authentic pages: their impressions are siblings; equal labels are one sort</source>
<translation>Annotations de pages authentiques : leurs empreintes sont des sœurs ; des étiquettes égales sont un même type</translation></message>
<message><source>This page only</source>
<translation>Cette page seule</translation></message>
<message><source>Compare with the impressions of this page only</source>
<translation>Comparer aux empreintes de cette page seule</translation></message>
<message><source>Save report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>Write report.html, report.pdf, findings.json and boxes.png beside the page</source>
<translation>Écrire report.html, report.pdf, findings.json et boxes.png à côté de la page</translation></message>
<message><source>Save report to…</source>
<translation>Rapport dans…</translation></message>
<message><source>Choose where the report's folder is made</source>
<translation>Choisir où créer le dossier du rapport</translation></message>
<message><source>Undo</source>
<translation>Annuler</translation></message>
<message><source>Undo the last verdict, note or strike-out</source>
<translation>Annuler le dernier verdict, la dernière note ou exclusion</translation></message>
<message><source>Redo</source>
<translation>Rétablir</translation></message>
<message><source>Redo what was undone last</source>
<translation>Refaire ce qui vient d’être annulé</translation></message>
<message><source>Accept</source>
<translation>Accepter</translation></message>
<message><source>The difference is real</source>
<translation>La différence est réelle</translation></message>
<message><source>Reject</source>
<translation>Rejeter</translation></message>
<message><source>A false alarm</source>
<translation>Une fausse alarme</translation></message>
<message><source>Undecided</source>
<translation>Indécis</translation></message>
<message><source>Remove the verdict</source>
<translation>Retirer le verdict</translation></message>
<message><source>Not authentic</source>
<translation>Non authentique</translation></message>
<message><source>Strike it out: it is no sibling of the others any more, and all p-values follow</source>
<translation>L’exclure : elle n’est plus sœur des autres, et tous les p suivent</translation></message>
<message><source>Why flagged</source>
<translation>Pourquoi</translation></message>
<message><source>Show the impression large beside its siblings</source>
<translation>Montrer l’empreinte en grand à côté de ses sœurs</translation></message>
<message><source>Blink</source>
<translation>Clignoter</translation></message>
<message><source>Show the impression and what stands beside it in turn</source>
<translation>Montrer tour à tour l’empreinte et ce qui est à côté d’elle</translation></message>
<message><source>Lost and gained</source>
<translation>Perdu et gagné</translation></message>
<message><source>Colour what is lost (blue) and gained (orange)</source>
<translation>Colorer ce qui est perdu (bleu) et gagné (orange)</translation></message>
<message><source>Next impression</source>
<translation>Empreinte suivante</translation></message>
<message><source>Go to the next impression</source>
<translation>Aller à l’empreinte suivante</translation></message>
<message><source>Previous impression</source>
<translation>Empreinte précédente</translation></message>
<message><source>Go to the previous one</source>
<translation>Aller à la précédente</translation></message>
<message><source>Inspect</source>
<translation>Inspecter</translation></message>
<message><source>Compare each impression with its siblings</source>
<translation>Comparer chaque empreinte à ses sœurs</translation></message>
<message><source>Cancel</source>
<translation>Arrêter</translation></message>
<message><source>Stop the comparison</source>
<translation>Arrêter la comparaison</translation></message>
<message><source>With a model or a reference</source>
<translation>Avec modèle ou référence</translation></message>
<message><source>Leave the siblings, and inspect an ornament with a model or against a reference</source>
<translation>Quitter les sœurs, et inspecter un ornement avec un modèle ou face à une référence</translation></message>
<message><source>Up, Down</source>
<translation>Haut, bas</translation></message>
<message><source>Previous / next impression</source>
<translation>Empreinte précédente / suivante</translation></message>
<message><source>Click on a box</source>
<translation>Clic sur un cadre</translation></message>
<message><source>Select its impression</source>
<translation>Choisir son empreinte</translation></message>
<message><source>Double click on a card</source>
<translation>Double clic sur une fiche</translation></message>
<message><source>Sibling {0} is not authentic</source>
<translation>La sœur {0} n’est pas authentique</translation></message>
<message><source>Press Inspect in Annotate first</source>
<translation>Pressez d’abord Inspecter dans Annoter</translation></message>
<message><source>It is compared with this page only</source>
<translation>Elle n’est comparée qu’à cette page</translation></message>
<message><source>Select an impression first</source>
<translation>Choisissez d’abord une empreinte</translation></message>
<message><source>It has no siblings</source>
<translation>Elle n’a pas de sœurs</translation></message>
<message><source>Press Why flagged first</source>
<translation>Pressez d’abord Pourquoi</translation></message>
<message><source>Its pictures are being made</source>
<translation>Ses images sont en train d’être faites</translation></message>
<message><source>The p-values are being computed</source>
<translation>Les p sont en train d’être calculés</translation></message>
</context>
<context>
<name>SiblingParams</name>
<message><source>False alarms</source>
<translation>Fausses alarmes</translation></message>
<message><source>Share of untouched vignettes that may be flagged</source>
<translation>Part des vignettes intactes qui peuvent être signalées</translation></message>
</context>
<context>
<name>SiblingPresenter</name>
<message><source>Inspect %s</source>
<translation>Inspecter %s</translation></message>
<message><source>The inspection was cancelled.</source>
<translation>L’inspection a été arrêtée.</translation></message>
<message><source>Earlier verdicts could not be read and were put aside: {0}</source>
<translation>Des verdicts antérieurs étaient illisibles et ont été mis de côté : {0}</translation></message>
<message><source>The verdicts could not be kept: {0}</source>
<translation>Les verdicts n’ont pu être gardés : {0}</translation></message>
<message><source>Save report</source>
<translation>Enregistrer le rapport</translation></message>
<message><source>report.html, report.pdf and findings.json in {0}</source>
<translation>report.html, report.pdf et findings.json dans {0}</translation></message>
</context>
<context>
<name>SiblingWords</name>
<message><source>has no siblings to be compared with</source>
<translation>n’a pas de sœurs à comparer</translation></message>
<message><source>more than its one sibling</source>
<translation>plus que sa seule sœur</translation></message>
<message><source>no more than its one sibling</source>
<translation>pas plus que sa seule sœur</translation></message>
<message><source>more than any of its {siblings} siblings</source>
<translation>plus qu’aucune de ses {siblings} sœurs</translation></message>
<message><source>less than all of its {siblings} siblings</source>
<translation>moins que toutes ses {siblings} sœurs</translation></message>
<message><source>more than {above} of its {siblings} siblings</source>
<translation>plus que {above} de ses {siblings} sœurs</translation></message>
<message><source>differs {rank}</source>
<translation>diffère {rank}</translation></message>
<message><source>a stroke parted</source>
<translation>un trait coupé</translation></message>
<message><source>ink lost</source>
<translation>encre perdue</translation></message>
<message><source>ink added</source>
<translation>encre ajoutée</translation></message>
<message><source>unlike the others as a whole</source>
<translation>dissemblable des autres dans l’ensemble</translation></message>
<message><source>{side}: {rank}</source>
<translation>{side} : {rank}</translation></message>
<message><source>{side}: {rank}; many untouched impressions show as much</source>
<translation>{side} : {rank} ; bien des empreintes intactes en montrent autant</translation></message>
<message><source>{side}: {rank}; 1 in {one_in:,} untouched impressions shows as much</source>
<translation>{side} : {rank} ; 1 sur {one_in:,} empreintes intactes en montre autant</translation></message>
<message><source>{side}: {rank}; none of {measured:,} untouched impressions shows as much</source>
<translation>{side} : {rank} ; aucune des {measured:,} empreintes intactes n’en montre autant</translation></message>
<message><source>A stroke is cut that none of its {siblings} siblings has cut</source>
<translation>Un trait est coupé, ce qu’aucune de ses {siblings} sœurs n’a</translation></message>
<message><source>Ink is missing that none of its {siblings} siblings lacks</source>
<translation>De l’encre manque, qui ne manque à aucune de ses {siblings} sœurs</translation></message>
<message><source>There is ink that none of its {siblings} siblings has</source>
<translation>Il y a de l’encre qu’aucune de ses {siblings} sœurs n’a</translation></message>
<message><source>As a whole it is unlike any of its {siblings} siblings</source>
<translation>Dans l’ensemble elle ne ressemble à aucune de ses {siblings} sœurs</translation></message>
<message><source>A stroke is cut, more than in {above} of its {siblings} siblings</source>
<translation>Un trait est coupé, plus que chez {above} de ses {siblings} sœurs</translation></message>
<message><source>Ink is missing, more than in {above} of its {siblings} siblings</source>
<translation>De l’encre manque, plus que chez {above} de ses {siblings} sœurs</translation></message>
<message><source>There is more ink than in {above} of its {siblings} siblings</source>
<translation>Il y a plus d’encre que chez {above} de ses {siblings} sœurs</translation></message>
<message><source>As a whole it is more unlike the rest than {above} of its {siblings} siblings</source>
<translation>Dans l’ensemble elle ressemble moins aux autres que {above} de ses {siblings} sœurs</translation></message>
<message><source>Nothing stands out: most of its {siblings} siblings show as much</source>
<translation>Rien ne ressort : la plupart de ses {siblings} sœurs en montrent autant</translation></message>
<message><source>With one sibling alone it cannot be told which of the two differs</source>
<translation>Avec une seule sœur, on ne peut dire laquelle des deux diffère</translation></message>
<message><source>It is turned: it fits its {siblings} siblings in another pose</source>
<translation>Elle est tournée : elle va à ses {siblings} sœurs dans une autre pose</translation></message>
<message><source>the model takes it for label {label}; it has no normals</source>
<translation>le modèle la prend pour l’étiquette {label} ; elle n’a pas de normales</translation></message>
<message><source>the model takes it for label {label}: none of {normals} {made} impressions differs as much</source>
<translation>le modèle la prend pour l’étiquette {label} : aucune des {normals} empreintes {made} ne diffère autant</translation></message>
<message><source>the model takes it for label {label}: 1 in {one_in:.0f} {made} impressions differs as much</source>
<translation>le modèle la prend pour l’étiquette {label} : 1 sur {one_in:.0f} empreintes {made} diffère autant</translation></message>
<message><source>nothing can be promised: no sort has {least} siblings; the impressions are ranked</source>
<translation>rien ne peut être promis : aucun type n’a {least} sœurs ; les empreintes sont rangées</translation></message>
<message><source>nothing can be promised: no sort has {least} siblings of one drawing; the impressions are ranked</source>
<translation>rien ne peut être promis : aucun type n’a {least} sœurs d’un même dessin ; les empreintes sont rangées</translation></message>
<message><source>does not differ: none of {judged} vignettes stands out more than on untouched pages (false-alarm rate {percent:.4g}%, p {p:.2g} as a whole)</source>
<translation>ne diffère pas : aucune des {judged} vignettes ne ressort plus que sur des pages intactes (taux de fausses alarmes {percent:.4g} %, p {p:.2g} dans l’ensemble)</translation></message>
<message><source>differs from its siblings: {counted} of {judged} vignettes (false-alarm rate {percent:.4g}%, p {p:.2g} as a whole)</source>
<translation>diffère de ses sœurs : {counted} sur {judged} vignettes (taux de fausses alarmes {percent:.4g} %, p {p:.2g} dans l’ensemble)</translation></message>
<message><source>under {least} siblings, so ranked only, with no p: label {labels}</source>
<translation>moins de {least} sœurs, donc rangées seulement, sans p : étiquette {labels}</translation></message>
<message><source>its boxes show no drawing in common, so ranked only, with no p: label {labels}</source>
<translation>ses cadres n’ont pas de dessin en commun, les empreintes sont donc rangées seulement, sans p : étiquette {labels}</translation></message>
<message><source>struck out as not authentic, and no siblings: {count}</source>
<translation>exclues comme non authentiques, et non sœurs : {count}</translation></message>
<message><source>label {label}: {count} of {all} impressions fit the others only turned or mirrored, which the file does not say; they were compared so, and none is called turned</source>
<translation>étiquette {label} : {count} des {all} empreintes ne vont aux autres que tournées ou en miroir, ce que le fichier ne dit pas ; elles ont été comparées ainsi, et aucune n’est dite tournée</translation></message>
<message><source>label {label} on {page}: {count} of {all} were turned or mirrored to fit this page</source>
<translation>étiquette {label} sur {page} : {count} sur {all} ont été tournées ou mises en miroir pour aller à cette page</translation></message>
<message><source>label {label} on {page} is another design: it was left out</source>
<translation>étiquette {label} sur {page} : un autre dessin, laissé de côté</translation></message>
<message><source>label {label} on {page}: {count} left out, which another picture shows already</source>
<translation>étiquette {label} sur {page} : {count} laissées de côté, qu’une autre image montre déjà</translation></message>
<message><source>{page} has none of the labels that stand here: it adds nothing</source>
<translation>{page} n’a aucune des étiquettes qui sont ici : elle n’ajoute rien</translation></message>
<message><source>boxes that lie on another of their label, and were not judged: {count}</source>
<translation>cadres posés sur un autre de leur étiquette, non jugés : {count}</translation></message>
<message><source>boxes that the page's edge cuts, and were not judged: {count}</source>
<translation>cadres que coupe le bord de la page, non jugés : {count}</translation></message>
<message><source>the asked rate is finer than the untouched impressions that it is read from</source>
<translation>le taux demandé est plus fin que les empreintes intactes dont il est lu</translation></message>
<message><source>the model's normals are the press's: its p-values keep no rate on a scan</source>
<translation>les normales du modèle sont de la presse : ses p ne tiennent aucun taux sur une numérisation</translation></message>
<message><source>vignettes that the model found where the page has no box: {count}</source>
<translation>vignettes trouvées par le modèle où la page n’a pas de cadre : {count}</translation></message>
<message><source>the model knows {known} of the {boxed} boxed vignettes: what it says is no evidence</source>
<translation>le modèle connaît {known} des {boxed} vignettes encadrées : ce qu’il dit n’est pas un indice</translation></message>
<message><source>printed here</source>
<translation>imprimé ici</translation></message>
<message><source>its siblings</source>
<translation>ses sœurs</translation></message>
<message><source>lost, gained</source>
<translation>perdu, gagné</translation></message>
<message><source>There are no vignettes to inspect.</source>
<translation>Il n’y a pas de vignettes à inspecter.</translation></message>
<message><source>Ranked only: no sort has {0} siblings of one drawing, so nothing is promised.</source>
<translation>Rangées seulement : aucun type n’a {0} sœurs d’un même dessin, rien n’est donc promis.</translation></message>
<message><source>Ranked only: no sort has {0} siblings, so nothing is promised.</source>
<translation>Rangées seulement : aucun type n’a {0} sœurs, rien n’est donc promis.</translation></message>
<message><source>Nothing stands out: none of {0} vignettes differs more than on untouched pages.</source>
<translation>Rien ne ressort : aucune des {0} vignettes ne diffère plus que sur des pages intactes.</translation></message>
<message><source>One of {0} vignettes differs from its siblings: {1}.</source>
<translation>Une des {0} vignettes diffère de ses sœurs : {1}.</translation></message>
<message><source>{0} of {1} vignettes differ from their siblings: {2}.</source>
<translation>{0} vignettes sur {1} diffèrent de leurs sœurs : {2}.</translation></message>
<message><source>It has no siblings to be compared with.</source>
<translation>Elle n’a pas de sœurs à comparer.</translation></message>
<message><source> (p {0})</source>
<translation> (p {0})</translation></message>
<message><source>{0} (p {1} taken alone), but as a whole the page shows no more than untouched pages do.</source>
<translation>{0} (p {1} à elle seule), mais dans son ensemble la page ne montre rien de plus que des pages intactes.</translation></message>
<message><source>Like its siblings: one of {1} differs as much or more</source>
<translation>Comme ses sœurs : une sur {1} diffère autant ou plus</translation></message>
<message><source>Like its siblings: {0} of {1} differ as much or more</source>
<translation>Comme ses sœurs : {0} sur {1} diffèrent autant ou plus</translation></message>
<message><source>not authentic</source>
<translation>non authentique</translation></message>
<message><source>ranked</source>
<translation>rangée</translation></message>
<message><source>not flagged</source>
<translation>non signalée</translation></message>
<message><source>{0}. {1}, label {2}</source>
<translation>{0}. {1}, étiquette {2}</translation></message>
<message><source>stroke cut</source>
<translation>trait coupé</translation></message>
<message><source>unlike as a whole</source>
<translation>dissemblable dans l’ensemble</translation></message>
<message><source>page as a whole</source>
<translation>page dans l’ensemble</translation></message>
<message><source>all sides together</source>
<translation>tous les côtés ensemble</translation></message>
<message><source>siblings</source>
<translation>sœurs</translation></message>
<message><source>siblings that differ less</source>
<translation>sœurs qui diffèrent moins</translation></message>
</context>
<context>
<name>SiblingsView</name>
<message><source>Select an impression.</source>
<translation>Choisissez une empreinte.</translation></message>
<message><source>median of its siblings</source>
<translation>médiane de ses sœurs</translation></message>
<message><source>sibling {0}</source>
<translation>sœur {0}</translation></message>
<message><source>{0}, struck out</source>
<translation>{0}, exclue</translation></message>
<message><source>Authentic, too: {0}</source>
<translation>Authentiques aussi : {0}</translation></message>
<message><source>Annotation files of authentic pages</source>
<translation>Fichiers d’annotation de pages authentiques</translation></message>
<message><source>LabelMe JSON (*.json);;All files (*)</source>
<translation>LabelMe JSON (*.json);;Tous les fichiers (*)</translation></message>
</context>
<context>
<name>SideColumn</name>
<message><source>Note</source>
<translation>Note</translation></message>
<message><source>Note on this event</source>
<translation>Note sur cet événement</translation></message>
<message><source>Select an event first</source>
<translation>Choisissez d’abord un événement</translation></message>
<message><source>Kept with the event, and written into report and tables</source>
<translation>Gardée avec l’événement, et écrite dans le rapport et les tables</translation></message>
<message><source>Networks: {0}</source>
<translation>Réseaux : {0}</translation></message>
<message><source>Networks: {0}, not used by this fine stage</source>
<translation>Réseaux : {0}, sans usage dans cette étape fine</translation></message>
<message><source>Networks: the bundled ones</source>
<translation>Réseaux : ceux fournis</translation></message>
<message><source>Networks: the bundled ones, not used by this fine stage</source>
<translation>Réseaux : ceux fournis, sans usage dans cette étape fine</translation></message>
<message><source>none yet</source>
<translation>encore aucune</translation></message>
<message><source>Reference: {0}; sources: {1}</source>
<translation>Référence : {0} ; sources : {1}</translation></message>
<message><source>Results: {0}</source>
<translation>Résultats : {0}</translation></message>
<message><source>Results: beside the reference, in {0}</source>
<translation>Résultats : à côté de la référence, dans {0}</translation></message>
<message><source>Region: the whole reference</source>
<translation>Zone : la référence entière</translation></message>
<message><source>Region: {0} × {1} px at {2}, {3}</source>
<translation>Zone : {0} × {1} px à {2}, {3}</translation></message>
<message><source>A checkpoint file, or the bundled networks</source>
<translation>Un fichier de poids, ou les réseaux fournis</translation></message>
<message><source>Findings</source>
<translation>Constats</translation></message>
<message><source>The model that knows the vignettes; Train makes others. Without one a reference is needed.</source>
<translation>Le modèle qui connaît les vignettes ; Entraîner en fait d’autres. Sans modèle il faut une référence.</translation></message>
<message><source>False alarms</source>
<translation>Fausses alarmes</translation></message>
<message><source>automatic</source>
<translation>automatique</translation></message>
<message><source>Note on this finding</source>
<translation>Note sur ce constat</translation></message>
<message><source>Setup</source>
<translation>Réglages</translation></message>
<message><source>Ornament, reference, model and device</source>
<translation>Ornement, référence, modèle et appareil</translation></message>
<message><source>Map</source>
<translation>Carte</translation></message>
<message><source>Which evidence lies over the picture, and how</source>
<translation>Quels indices recouvrent l’image, et comment</translation></message>
<message><source>Details</source>
<translation>Détails</translation></message>
<message><source>The figures behind sentence and cards</source>
<translation>Les chiffres derrière la phrase et les fiches</translation></message>
<message><source>Model</source>
<translation>Modèle</translation></message>
<message><source>Device</source>
<translation>Calcul sur</translation></message>
<message><source>Select a finding first</source>
<translation>Choisissez d’abord un constat</translation></message>
<message><source>Kept with the finding, and written into the report</source>
<translation>Gardée avec le constat, et écrite dans le rapport</translation></message>
<message><source>Share of normal vignettes that may be flagged.</source>
<translation>Part des vignettes normales qui peuvent être signalées.</translation></message>
<message><source>The findings follow at once.</source>
<translation>Les constats suivent aussitôt.</translation></message>
<message><source>It applies from the next inspection on.</source>
<translation>Elle vaut à partir de la prochaine inspection.</translation></message>
<message><source>CPU</source>
<translation>CPU</translation></message>
<message><source>CPU, {0} cores</source>
<translation>CPU, {0} cœurs</translation></message>
<message><source>Automatic</source>
<translation>Automatique</translation></message>
<message><source>Automatic: {0}</source>
<translation>Automatique : {0}</translation></message>
<message><source>GPU: {0}</source>
<translation>GPU : {0}</translation></message>
<message><source>GPU: none was found</source>
<translation>GPU : aucun trouvé</translation></message>
<message><source>What the detector and the decoder run on: {0}</source>
<translation>Où tournent le détecteur et le décodeur : {0}</translation></message>
<message><source>{0} (labels: {1})</source>
<translation>{0} (étiquettes : {1})</translation></message>
<message><source>None: a carved block</source>
<translation>Aucun : un bois gravé</translation></message>
<message><source>Impressions, the most suspicious first</source>
<translation>Empreintes, les plus suspectes d’abord</translation></message>
<message><source>Share of untouched vignettes that may be flagged; the cards follow</source>
<translation>Part des vignettes intactes qui peuvent être signalées ; les fiches suivent</translation></message>
<message><source>The figures behind the selected impression</source>
<translation>Les chiffres de l’empreinte choisie</translation></message>
<message><source>Note on this impression</source>
<translation>Note sur cette empreinte</translation></message>
<message><source>Select an impression first</source>
<translation>Choisissez d’abord une empreinte</translation></message>
<message><source>Kept with the impression, and written into the report</source>
<translation>Gardée avec l’empreinte, et écrite dans le rapport</translation></message>
<message><source>taken from the catalogue</source>
<translation>tirée du catalogue</translation></message>
<message><source>Name</source>
<translation>Nom</translation></message>
<message><source>VGG16's ImageNet weights ({0} MB) are fetched once, if they are not here yet.</source>
<translation>Les poids ImageNet de VGG16 ({0} Mo) sont pris une fois au réseau, s’ils ne sont pas encore ici.</translation></message>
<message><source>Own settings: {0}</source>
<translation>Réglages propres : {0}</translation></message>
<message><source>A GPU is looked for when a catalogue is chosen.</source>
<translation>Un GPU est cherché quand un catalogue est choisi.</translation></message>
<message><source>It is not used: training on {0} CPU cores.</source>
<translation>Il n’est pas employé : entraînement sur {0} cœurs CPU.</translation></message>
<message><source>Choose auto or cpu.</source>
<translation>Choisissez auto ou cpu.</translation></message>
<message><source>Training on {0} CPU cores.</source>
<translation>Entraînement sur {0} cœurs CPU.</translation></message>
<message><source>GPU: {0}, whose memory cannot be read</source>
<translation>GPU : {0}, dont la mémoire n’est pas lisible</translation></message>
<message><source>GPU: {0}, {1} of {2} GiB free</source>
<translation>GPU : {0}, {1} sur {2} Gio libres</translation></message>
<message><source>No GPU: the installed PyTorch is the build without GPU support.</source>
<translation>Pas de GPU : le PyTorch installé est la version sans GPU.</translation></message>
<message><source>No GPU: CUDA_VISIBLE_DEVICES hides all of them.</source>
<translation>Pas de GPU : CUDA_VISIBLE_DEVICES les cache tous.</translation></message>
<message><source>No GPU: no graphics driver answers PyTorch.</source>
<translation>Pas de GPU : aucun pilote graphique ne répond à PyTorch.</translation></message>
<message><source>No GPU was found.</source>
<translation>Aucun GPU trouvé.</translation></message>
<message><source>Model: %s</source>
<translation>Modèle : %s</translation></message>
<message><source>No model is selected</source>
<translation>Aucun modèle n’est choisi</translation></message>
<message><source>Advanced</source>
<translation>Avancé</translation></message>
</context>
<context>
<name>Snapper</name>
<message><source>No ink there: click on a vignette, or drag a box around it</source>
<translation>Pas d’encre ici : cliquez une vignette, ou tracez un cadre autour d’elle</translation></message>
<message><source>That looks like text: click once more to box it all the same</source>
<translation>Cela ressemble à du texte : cliquez encore pour l’encadrer quand même</translation></message>
<message><source>A click boxes this; Alt and the wheel show less or more</source>
<translation>Un clic encadre ceci ; Alt et la molette montrent moins ou plus</translation></message>
</context>
<context>
<name>SortCard</name>
<message><source>Same sort</source>
<translation>Même type</translation></message>
<message><source>Another sort</source>
<translation>Autre type</translation></message>
<message><source>Ask later: the two stay apart for now</source>
<translation>Demander plus tard : les deux restent séparés pour l’instant</translation></message>
<message><source>One entry of the catalogue: searches and trainings take them together</source>
<translation>Une entrée du catalogue : recherches et entraînements les prennent ensemble</translation></message>
<message><source>Two entries of the catalogue; this is not asked again</source>
<translation>Deux entrées du catalogue ; ce n’est plus demandé</translation></message>
<message><source>Same sort? Both pages call it “{0}”.</source>
<translation>Même type ? Les deux pages le nomment « {0} ».</translation></message>
<message><source>({0} more)</source>
<translation>(encore {0})</translation></message>
</context>
<context>
<name>Stages</name>
<message><source>crops</source>
<translation>découpes</translation></message>
<message><source>label {stage}</source>
<translation>étiquette {stage}</translation></message>
<message><source>{name}, {stage}</source>
<translation>{name}, {stage}</translation></message>
<message><source>search</source>
<translation>recherche</translation></message>
<message><source>refine</source>
<translation>affinage</translation></message>
<message><source>Rematch {stage}</source>
<translation>Recherche de {stage}</translation></message>
<message><source>warm-up</source>
<translation>mise en train</translation></message>
<message><source>click-to-box</source>
<translation>encadrer d’un clic</translation></message>
<message><source>reading pages</source>
<translation>lecture des pages</translation></message>
<message><source>reading annotations</source>
<translation>lecture des annotations</translation></message>
<message><source>sorts</source>
<translation>types</translation></message>
<message><source>unsaved work</source>
<translation>travail non enregistré</translation></message>
<message><source>keeping unsaved work</source>
<translation>mise de côté du travail</translation></message>
<message><source>reduced views</source>
<translation>vues réduites</translation></message>
<message><source>thumbnails</source>
<translation>miniatures</translation></message>
<message><source>preparing</source>
<translation>préparation</translation></message>
<message><source>aligned</source>
<translation>aligné</translation></message>
<message><source>checking</source>
<translation>contrôle</translation></message>
<message><source>coarse</source>
<translation>étape grossière</translation></message>
<message><source>warping</source>
<translation>déformation</translation></message>
<message><source>features</source>
<translation>points</translation></message>
<message><source>flow network</source>
<translation>réseau de flux</translation></message>
<message><source>trying hypotheses</source>
<translation>essai d’hypothèses</translation></message>
<message><source>looking for damage</source>
<translation>recherche de dommages</translation></message>
<message><source>searching</source>
<translation>recherche</translation></message>
<message><source>found</source>
<translation>trouvé</translation></message>
<message><source>refining</source>
<translation>affinage</translation></message>
<message><source>printing the training ornaments</source>
<translation>impression des ornements d’entraînement</translation></message>
<message><source>training</source>
<translation>entraînement</translation></message>
<message><source>report</source>
<translation>rapport</translation></message>
<message><source>PDF</source>
<translation>PDF</translation></message>
<message><source>{name}: {stage}</source>
<translation>{name} : {stage}</translation></message>
<message><source>printing a page</source>
<translation>impression d’une page</translation></message>
<message><source>opening the sample model</source>
<translation>ouverture du modèle d’exemple</translation></message>
<message><source>finding the scale</source>
<translation>recherche de l’échelle</translation></message>
<message><source>looking</source>
<translation>examen</translation></message>
<message><source>drawing</source>
<translation>dessin</translation></message>
<message><source>comparing</source>
<translation>comparaison</translation></message>
<message><source>comparing normals</source>
<translation>comparaison des normales</translation></message>
<message><source>done</source>
<translation>fini</translation></message>
<message><source>measuring</source>
<translation>mesure</translation></message>
<message><source>drawing the maps</source>
<translation>dessin des cartes</translation></message>
<message><source>detector</source>
<translation>détecteur</translation></message>
<message><source>decoder</source>
<translation>décodeur</translation></message>
<message><source>detector and decoder</source>
<translation>détecteur et décodeur</translation></message>
<message><source>{stage}: epoch {epoch} of {epochs}, looking at held-out crops</source>
<translation>{stage} : époque {epoch} sur {epochs}, examen des découpes de contrôle</translation></message>
<message><source>{stage}: epoch {epoch} of {epochs}</source>
<translation>{stage} : époque {epoch} sur {epochs}</translation></message>
<message><source>laying {label} on its siblings</source>
<translation>pose de {label} sur ses sœurs</translation></message>
<message><source>cutting vignettes</source>
<translation>découpe des vignettes</translation></message>
<message><source>reading crops</source>
<translation>lecture des découpes</translation></message>
<message><source>measuring on held-out pages</source>
<translation>mesure sur les pages de contrôle</translation></message>
<message><source>measuring normal impressions</source>
<translation>mesure d’empreintes normales</translation></message>
<message><source>{what}: {stage}</source>
<translation>{what} : {stage}</translation></message>
<message><source>opening the model</source>
<translation>ouverture du modèle</translation></message>
<message><source>opening the ornament</source>
<translation>ouverture de l’ornement</translation></message>
<message><source>scorers</source>
<translation>méthodes</translation></message>
<message><source>fitting</source>
<translation>ajustement</translation></message>
<message><source>evidence</source>
<translation>indices</translation></message>
<message><source>pictures</source>
<translation>images</translation></message>
<message><source>looking for a GPU</source>
<translation>recherche d’un GPU</translation></message>
<message><source>measuring the speed of a training</source>
<translation>mesure de la vitesse d’entraînement</translation></message>
<message><source>models</source>
<translation>modèles</translation></message>
<message><source>checking the model</source>
<translation>contrôle du modèle</translation></message>
<message><source>copying</source>
<translation>copie</translation></message>
<message><source>opening the page</source>
<translation>ouverture de la page</translation></message>
<message><source>model</source>
<translation>modèle</translation></message>
<message><source>curves</source>
<translation>courbes</translation></message>
</context>
<context>
<name>StatusLine</name>
<message><source>boxes selected: {0}</source>
<translation>cadres choisis : {0}</translation></message>
<message><source>plain</source>
<translation>droit</translation></message>
<message><source>mirrored</source>
<translation>en miroir</translation></message>
<message><source>likeness {0}</source>
<translation>ressemblance {0}</translation></message>
<message><source>{0} × {1} mm</source>
<translation>{0} × {1} mm</translation></message>
</context>
<context>
<name>StatusStrip</name>
<message><source>Not aligned yet. Start Alignment (Return) aligns every source.</source>
<translation>Pas encore aligné. Lancer l’alignement (Entrée) aligne toutes les sources.</translation></message>
<message><source>reference</source>
<translation>référence</translation></message>
<message><source>source</source>
<translation>source</translation></message>
<message><source>now click the same point in the {0}</source>
<translation>cliquez maintenant le même point dans la {0}</translation></message>
<message><source>click the same point in both pictures</source>
<translation>cliquez le même point dans les deux images</translation></message>
<message><source>Landmarks: {0} of at least {1} pairs</source>
<translation>Repères : {0} paires sur {1} au moins</translation></message>
<message><source>coverage {0} %</source>
<translation>couverture {0} %</translation></message>
<message><source>moved by {0} at most</source>
<translation>déplacé de {0} au plus</translation></message>
</context>
<context>
<name>Strip</name>
<message><source>Hide this line</source>
<translation>Cacher cette ligne</translation></message>
</context>
<context>
<name>Tabs</name>
<message><source>Catalogue</source>
<translation>Catalogue</translation></message>
<message><source>Training</source>
<translation>Entraînement</translation></message>
<message><source>Model</source>
<translation>Modèle</translation></message>
</context>
<context>
<name>TrainCommands</name>
<message><source>Give the model a name</source>
<translation>Donnez un nom au modèle</translation></message>
<message><source>This cannot be a folder's name: leave out / \ : * ? " &lt; &gt; | and dots at its ends</source>
<translation>Ce ne peut être le nom d’un dossier : sans / \ : * ? " &lt; &gt; | ni points aux bouts</translation></message>
<message><source>There is a model of this name already; choose another</source>
<translation>Il y a déjà un modèle de ce nom ; choisissez-en un autre</translation></message>
<message><source>Choose pages…</source>
<translation>Choisir des pages…</translation></message>
<message><source>Choose matched LabelMe files: the pages with boxes that Annotate saved</source>
<translation>Choisir des fichiers LabelMe « _matched » : les pages à cadres qu’Annoter a enregistrées</translation></message>
<message><source>Choose folder…</source>
<translation>Choisir un dossier…</translation></message>
<message><source>Choose a folder of matched LabelMe files, a folder of saved crops, or a model's folder</source>
<translation>Choisir un dossier de fichiers LabelMe « _matched », de découpes enregistrées, ou d’un modèle</translation></message>
<message><source>Import…</source>
<translation>Importer…</translation></message>
<message><source>Copy the folder of a model to these models</source>
<translation>Copier le dossier d’un modèle parmi ces modèles</translation></message>
<message><source>Export…</source>
<translation>Exporter…</translation></message>
<message><source>Copy the selected model into a folder</source>
<translation>Copier le modèle choisi dans un dossier</translation></message>
<message><source>Delete…</source>
<translation>Supprimer…</translation></message>
<message><source>Move the selected model to the trash folder</source>
<translation>Mettre le modèle choisi à la corbeille</translation></message>
<message><source>List of models</source>
<translation>Liste des modèles</translation></message>
<message><source>Show the list of models</source>
<translation>Montrer la liste des modèles</translation></message>
<message><source>Train</source>
<translation>Entraîner</translation></message>
<message><source>Train a detector and a decoder on this catalogue</source>
<translation>Entraîner un détecteur et un décodeur sur ce catalogue</translation></message>
<message><source>Cancel</source>
<translation>Arrêter</translation></message>
<message><source>Stop; the best so far is kept</source>
<translation>Arrêter ; le meilleur jusqu’ici est gardé</translation></message>
<message><source>Resume training</source>
<translation>Reprendre l’entraînement</translation></message>
<message><source>Go on where this training stopped</source>
<translation>Continuer où cet entraînement s’est arrêté</translation></message>
<message><source>Detect on page</source>
<translation>Détecter sur la page</translation></message>
<message><source>Find this model's vignettes on the current page; Annotate shows them as proposals</source>
<translation>Trouver les vignettes de ce modèle sur la page en cours ; Annoter les montre comme propositions</translation></message>
<message><source>Use in Inspect</source>
<translation>Employer dans Inspecter</translation></message>
<message><source>Look for foreign vignettes with this model</source>
<translation>Chercher des vignettes étrangères avec ce modèle</translation></message>
<message><source>A training is running</source>
<translation>Un entraînement est en cours</translation></message>
<message><source>No training is running</source>
<translation>Aucun entraînement n’est en cours</translation></message>
<message><source>It is stopping</source>
<translation>Il s’arrête</translation></message>
<message><source>The catalogue is being read</source>
<translation>Le catalogue est en train d’être lu</translation></message>
<message><source>Choose a catalogue first (Choose pages)</source>
<translation>Choisissez d’abord un catalogue (Choisir des pages)</translation></message>
<message><source>Crops or a model alone cannot train: ask for synthetic pages</source>
<translation>Des découpes ou un modèle seuls ne peuvent entraîner : demandez des pages synthétiques</translation></message>
<message><source>No GPU was found; choose the device cpu or auto</source>
<translation>Aucun GPU trouvé ; choisissez l’appareil cpu ou auto</translation></message>
<message><source>Select a model in the list first</source>
<translation>Choisissez d’abord un modèle dans la liste</translation></message>
<message><source>This model is not finished or damaged</source>
<translation>Ce modèle n’est pas fini ou est abîmé</translation></message>
<message><source>The bundled model cannot be deleted</source>
<translation>Le modèle fourni ne peut être supprimé</translation></message>
<message><source>This model is being trained</source>
<translation>Ce modèle est en cours d’entraînement</translation></message>
<message><source>This training ended by itself; nothing is left to resume</source>
<translation>Cet entraînement a fini de lui-même ; il ne reste rien à reprendre</translation></message>
<message><source>Open a page in Pages or Annotate first</source>
<translation>Ouvrez d’abord une page dans Pages ou Annoter</translation></message>
<message><source>A detection is running</source>
<translation>Une détection est en cours</translation></message>
<message><source>Annotate is not installed</source>
<translation>Annoter n’est pas installé</translation></message>
<message><source>Inspect is not installed</source>
<translation>Inspecter n’est pas installé</translation></message>
</context>
<context>
<name>TrainPanel</name>
<message><source>Teach the computer your vignettes</source>
<translation>Apprenez vos vignettes à l’ordinateur</translation></message>
<message><source>1.  Box one vignette of each label in Annotate, press Rematch, check, and save.
2.  Choose pages: the matched files that Annotate saved. A folder of crops will do, too.
3.  Press Return: Train. You see what it learns; Cancel keeps the best so far.
4.  Detect on page proposes boxes in Annotate, for you to accept or reject.</source>
<translation>1.  Encadrez une vignette de chaque étiquette dans Annoter, pressez Rechercher, vérifiez, enregistrez.
2.  Choisissez des pages : les fichiers qu’Annoter a enregistrés. Un dossier de découpes convient aussi.
3.  Pressez Entrée : Entraîner. Vous voyez ce qu’il apprend ; Arrêter garde le meilleur jusqu’ici.
4.  Détecter sur la page propose des cadres dans Annoter, à accepter ou rejeter.</translation></message>
<message><source>Choose pages…</source>
<translation>Choisir des pages…</translation></message>
<message><source>Try the sample</source>
<translation>Essayer l’exemple</translation></message>
<message><source>No catalogue is chosen yet.</source>
<translation>Aucun catalogue n’est encore choisi.</translation></message>
<message><source>The training of %s left no model.</source>
<translation>L’entraînement de %s n’a pas laissé de modèle.</translation></message>
<message><source>Choose the pages of the catalogue</source>
<translation>Choisir les pages du catalogue</translation></message>
<message><source>Matched LabelMe files (*_matched.json *.json);;All files (*)</source>
<translation>Fichiers LabelMe (*_matched.json *.json);;Tous les fichiers (*)</translation></message>
<message><source>Choose a folder: matched files, crops, or a model</source>
<translation>Choisir un dossier : fichiers « _matched », découpes ou modèle</translation></message>
<message><source>Choose the folder of a model</source>
<translation>Choisir le dossier d’un modèle</translation></message>
<message><source>Choose where to put a copy of the model</source>
<translation>Choisir où mettre une copie du modèle</translation></message>
<message><source>Delete the model?</source>
<translation>Supprimer le modèle ?</translation></message>
<message><source>%s goes to the trash folder; Undo puts it back.</source>
<translation>%s va à la corbeille ; Annuler le ramène.</translation></message>
<message><source>Sample</source>
<translation>Échantillon</translation></message>
</context>
<context>
<name>TrainParams</name>
<message><source>Known warps, the paper's own, or both</source>
<translation>Déformations connues, celles de l’article, ou les deux</translation></message>
<message><source>Loss</source>
<translation>Perte</translation></message>
<message><source>Optimiser steps at most</source>
<translation>Pas d’optimisation au plus</translation></message>
<message><source>Steps</source>
<translation>Pas</translation></message>
<message><source>Wall-clock limit; 0 for none</source>
<translation>Limite de temps ; 0 pour aucune</translation></message>
<message><source>Minutes</source>
<translation>Minutes</translation></message>
<message><source>Crops in a step</source>
<translation>Découpes par pas</translation></message>
<message><source>Batch</source>
<translation>Lot</translation></message>
<message><source>Side of a crop, multiple of 8</source>
<translation>Côté d’une découpe, multiple de 8</translation></message>
<message><source>Crop</source>
<translation>Découpe</translation></message>
<message><source>Greatest displacement (7 x 7 cells reach 24)</source>
<translation>Plus grand déplacement (7 x 7 cellules atteignent 24)</translation></message>
<message><source>Displacement</source>
<translation>Déplacement</translation></message>
<message><source>Ornaments set and printed for the pool</source>
<translation>Ornements composés et imprimés pour la réserve</translation></message>
<message><source>Ornaments</source>
<translation>Ornements</translation></message>
<message><source>Learning rate of Adam, annealed to 2%</source>
<translation>Taux d’apprentissage d’Adam, ramené à 2 %</translation></message>
<message><source>Learning rate</source>
<translation>Taux d’appr.</translation></message>
<message><source>Weight of the unsupervised loss beside the supervised one</source>
<translation>Poids de la perte non supervisée à côté de la supervisée</translation></message>
<message><source>Unsupervised weight</source>
<translation>Poids non supervisé</translation></message>
<message><source>Time between checkpoints</source>
<translation>Temps entre points de reprise</translation></message>
<message><source>Save minutes</source>
<translation>Minutes entre reprises</translation></message>
<message><source>Where to train</source>
<translation>Où entraîner</translation></message>
<message><source>Device</source>
<translation>Calcul sur</translation></message>
<message><source>CPU threads; 0 for torch's own choice</source>
<translation>Fils CPU ; 0 pour le choix de torch</translation></message>
<message><source>Threads</source>
<translation>Fils</translation></message>
<message><source>Seed of pool, crops and weights</source>
<translation>Graine de la réserve, des découpes et des poids</translation></message>
<message><source>Seed</source>
<translation>Graine</translation></message>
<message><source>Backbone</source>
<translation>Réseau</translation></message>
<message><source>MobileNetV2 is light; VGG16 is the paper's</source>
<translation>MobileNetV2 est léger ; VGG16 est celui de l’article</translation></message>
<message><source>Default boxes</source>
<translation>Boîtes par défaut</translation></message>
<message><source>4 or 6 a cell (ssd, 8,732) or one (1,940)</source>
<translation>4 ou 6 par cellule (ssd, 8 732) ou une (1 940)</translation></message>
<message><source>Box loss</source>
<translation>Perte des cadres</translation></message>
<message><source>Localisation loss of the detector</source>
<translation>Perte de localisation du détecteur</translation></message>
<message><source>Decoder</source>
<translation>Décodeur</translation></message>
<message><source>conv draws 64x64 in colour, fc 128x128 in grey</source>
<translation>conv dessine 64x64 en couleur, fc 128x128 en gris</translation></message>
<message><source>Channels</source>
<translation>Canaux</translation></message>
<message><source>To 1024 channels by a learned 1x1 convolution, or by the report's upsampling</source>
<translation>Vers 1024 canaux par une convolution 1x1 apprise, ou par le suréchantillonnage du rapport</translation></message>
<message><source>Synthetic pages</source>
<translation>Pages synth.</translation></message>
<message><source>Pages set from the catalogue's vignettes</source>
<translation>Pages composées des vignettes du catalogue</translation></message>
<message><source>Epochs</source>
<translation>Époques</translation></message>
<message><source>Most epochs of the detector</source>
<translation>Époques du détecteur au plus</translation></message>
<message><source>Decoder epochs</source>
<translation>Ép. du décodeur</translation></message>
<message><source>Most epochs of the decoder</source>
<translation>Époques du décodeur au plus</translation></message>
<message><source>Crops a page</source>
<translation>Découpes/page</translation></message>
<message><source>Random crops of a page in an epoch</source>
<translation>Découpes au hasard d’une page par époque</translation></message>
<message><source>Crops a step; halved when memory runs out</source>
<translation>Découpes par pas ; réduites de moitié quand la mémoire manque</translation></message>
<message><source>Of the detector; empty: the backbone's own (0.0001 for vgg16, 0.001 for mobilenet_v2)</source>
<translation>Du détecteur ; vide : celui du réseau (0,0001 pour vgg16, 0,001 pour mobilenet_v2)</translation></message>
<message><source>Decoder's rate</source>
<translation>Taux du décodeur</translation></message>
<message><source>Learning rate of the decoder; empty: what the backbone's features need (0.0001 for vgg16, 0.001 for mobilenet_v2)</source>
<translation>Taux d’apprentissage du décodeur ; vide : ce que demandent les traits du réseau (0,0001 pour vgg16, 0,001 pour mobilenet_v2)</translation></message>
<message><source>Box loss weight</source>
<translation>Poids des cadres</translation></message>
<message><source>Weight of the box loss</source>
<translation>Poids de la perte des cadres</translation></message>
<message><source>End to end</source>
<translation>De bout en bout</translation></message>
<message><source>Afterwards train detector and decoder together</source>
<translation>Entraîner ensuite détecteur et décodeur ensemble</translation></message>
<message><source>Held out</source>
<translation>Contrôle</translation></message>
<message><source>Share of the pages that is never trained on and calibrates the anomaly scores</source>
<translation>Part des pages jamais apprise, qui étalonne les scores d’anomalie</translation></message>
<message><source>Time limit</source>
<translation>Limite de temps</translation></message>
<message><source>Stop training after this long</source>
<translation>Cesser l’entraînement après ce temps</translation></message>
<message><source>Patience</source>
<translation>Patience</translation></message>
<message><source>Epochs without progress before it stops</source>
<translation>Époques sans progrès avant l’arrêt</translation></message>
<message><source>auto takes a GPU when there is one</source>
<translation>auto prend un GPU quand il y en a un</translation></message>
<message><source>Same seed, same training</source>
<translation>Même graine, même entraînement</translation></message>
</context>
<context>
<name>TrainPresenter</name>
<message><source>Reading the catalogue</source>
<translation>Lecture du catalogue</translation></message>
<message><source>Same sort: %s</source>
<translation>Même type : %s</translation></message>
<message><source>Catalogue: %s</source>
<translation>Catalogue : %s</translation></message>
<message><source>Training %s</source>
<translation>Entraînement de %s</translation></message>
<message><source>Cancelled before the first epoch ended: there was nothing to keep yet.</source>
<translation>Arrêté avant la fin de la première époque : il n’y avait encore rien à garder.</translation></message>
<message><source>all epochs are done</source>
<translation>toutes les époques sont faites</translation></message>
<message><source>stopped early, since it learnt no more</source>
<translation>arrêté tôt, car il n’apprenait plus</translation></message>
<message><source>the time limit was reached</source>
<translation>la limite de temps est atteinte</translation></message>
<message><source>cancelled; the best so far was kept, Resume goes on</source>
<translation>arrêté ; le meilleur jusqu’ici est gardé, Reprendre continue</translation></message>
<message><source>{0} is trained ({1} min): {2}</source>
<translation>{0} est entraîné ({1} min) : {2}</translation></message>
<message><source>Detecting on %s</source>
<translation>Détection sur %s</translation></message>
<message><source>%s found</source>
<translation>%s trouvées</translation></message>
<message><source>Another page was opened meanwhile: these detections were dropped.</source>
<translation>Une autre page a été ouverte entre-temps : ces détections ont été abandonnées.</translation></message>
<message><source>No vignette of this model was found. Lower Score over, or choose another model.</source>
<translation>Aucune vignette de ce modèle trouvée. Baissez le score min., ou choisissez un autre modèle.</translation></message>
<message><source>Detections</source>
<translation>Détections</translation></message>
</context>
<context>
<name>TrainWords</name>
<message><source>1 box with a side under 8 px was left out</source>
<translation>1 cadre dont un côté a moins de 8 px a été laissé de côté</translation></message>
<message><source>{count} boxes with a side under 8 px were left out</source>
<translation>{count} cadres dont un côté a moins de 8 px ont été laissés de côté</translation></message>
<message><source>no page to train on shows label {label}; the model will not find it</source>
<translation>aucune page d’entraînement ne montre l’étiquette {label} ; le modèle ne la trouvera pas</translation></message>
<message><source>no page to train on shows labels {labels}; the model will not find them</source>
<translation>aucune page d’entraînement ne montre les étiquettes {labels} ; le modèle ne les trouvera pas</translation></message>
<message><source>nothing was there to resume: trained from the start</source>
<translation>il n’y avait rien à reprendre : entraîné depuis le début</translation></message>
<message><source>cancelled in the stage {stage}: the best so far was kept; resume to go on</source>
<translation>annulé à l’étape {stage} : le meilleur état a été gardé ; « reprendre » continue</translation></message>
<message><source>no label has enough real impressions: an inspection compares with press-made ones</source>
<translation>aucune étiquette n’a assez d’empreintes réelles : une inspection compare avec celles de la presse</translation></message>
<message><source>normal impressions were not measured: cancelled; `detect calibrate` does it</source>
<translation>les empreintes normales n’ont pas été mesurées (annulé) ; `detect calibrate` le fait</translation></message>
<message><source>normals: {source}</source>
<translation>empreintes normales : {source}</translation></message>
<message><source>on held-out pages alone, so neither measured nor calibrated: {labels}</source>
<translation>seulement sur des pages mises de côté, donc ni mesurées ni étalonnées : {labels}</translation></message>
<message><source>{count} of {wanted} pages held out: the others alone show some of their labels</source>
<translation>{count} pages mises de côté sur {wanted} : les autres sont seules à montrer certaines étiquettes</translation></message>
<message><source>no page is held out: the model is neither measured nor calibrated</source>
<translation>aucune page n’est mise de côté : le modèle n’est ni mesuré ni étalonné</translation></message>
<message><source>no scanned page is held out: anomaly scores are calibrated on synthetic pages</source>
<translation>aucune page numérisée n’est mise de côté : les scores d’anomalie sont étalonnés sur des pages synthétiques</translation></message>
<message><source>not measured: training was cancelled</source>
<translation>non mesuré : l’entraînement a été annulé</translation></message>
<message><source>not measured on scanned pages: cancelled</source>
<translation>non mesuré sur les pages numérisées : annulé</translation></message>
<message><source>not measured on synthetic pages: cancelled</source>
<translation>non mesuré sur les pages synthétiques : annulé</translation></message>
<message><source>out of memory with {crops} crops a step, going on with {fewer}</source>
<translation>mémoire insuffisante avec {crops} découpes par pas ; on continue avec {fewer}</translation></message>
<message><source>{stage}: {note}</source>
<translation>{stage} : {note}</translation></message>
<message><source>{page}: no boxes, used as background only</source>
<translation>{page} : aucun cadre, ne sert que de fond</translation></message>
<message><source>left out, too small to learn: {labels}</source>
<translation>laissées de côté, trop petites pour être apprises : {labels}</translation></message>
<message><source>only one instance of: {labels}</source>
<translation>un seul exemplaire de : {labels}</translation></message>
<message><source>{meeting} (--same-sorts takes equal labels for one sort)</source>
<translation>{meeting} (--same-sorts prend les étiquettes égales pour un seul type)</translation></message>
<message><source>crops only, no pages: all that is trained on is printed by the press</source>
<translation>des découpes seulement, aucune page : tout ce qui sert à l’entraînement est imprimé par la presse</translation></message>
<message><source>taken for the model's by the name alone, the files name other sorts: {labels}</source>
<translation>prises pour celles du modèle par leur seul nom, les fichiers nomment d’autres types : {labels}</translation></message>
<message><source>the model does not know: {labels}</source>
<translation>le modèle ne connaît pas : {labels}</translation></message>
<message><source>Sample model</source>
<translation>Modèle d’exemple</translation></message>
<message><source>1 label</source>
<translation>1 étiquette</translation></message>
<message><source>{0} labels</source>
<translation>{0} étiquettes</translation></message>
<message><source>1 page</source>
<translation>1 page</translation></message>
<message><source>{0} pages</source>
<translation>{0} pages</translation></message>
<message><source>1 vignette</source>
<translation>1 vignette</translation></message>
<message><source>{0} vignettes</source>
<translation>{0} vignettes</translation></message>
<message><source>1 instance</source>
<translation>1 instance</translation></message>
<message><source>{0} instances</source>
<translation>{0} instances</translation></message>
<message><source>Starting</source>
<translation>Départ</translation></message>
</context>
<context>
<name>TrainingView</name>
<message><source>Until the last epoch ends, if no stage stops early; then the model is measured</source>
<translation>Jusqu’à la dernière époque, si aucune étape ne s’arrête plus tôt ; puis le modèle est mesuré</translation></message>
<message><source>Starting</source>
<translation>Départ</translation></message>
<message><source>Stopping; the best so far is kept</source>
<translation>Arrêt ; le meilleur jusqu’ici est gardé</translation></message>
<message><source>No training is running. Choose a catalogue and press Train (Return).</source>
<translation>Aucun entraînement ne tourne. Choisissez un catalogue et pressez Entraîner (Entrée).</translation></message>
</context>
<context>
<name>Wall</name>
<message><source>Ornaments</source>
<translation>Ornements</translation></message>
</context>
<context>
<name>WallModel</name>
<message><source>proposed</source>
<translation>proposés</translation></message>
<message><source>accepted</source>
<translation>accepté</translation></message>
<message><source>rejected</source>
<translation>rejeté</translation></message>
</context>
<context>
<name>WhyView</name>
<message><source>printed here: lost blue, gained orange</source>
<translation>imprimé ici : perdu en bleu, gagné en orange</translation></message>
<message><source>printed here</source>
<translation>imprimé ici</translation></message>
<message><source>nothing to compare with</source>
<translation>rien à comparer</translation></message>
<message><source>lost, gained</source>
<translation>perdu, gagné</translation></message>
</context>
<context>
<name>WindowCommands</name>
<message><source>Open &amp;recent</source>
<translation>Ouvrir &amp;récent</translation></message>
<message><source>&amp;Open…</source>
<translation>&amp;Ouvrir…</translation></message>
<message><source>Open &amp;folder…</source>
<translation>Ouvrir un &amp;dossier…</translation></message>
<message><source>Open the &amp;sample</source>
<translation>Ouvrir l’&amp;exemple</translation></message>
<message><source>&amp;Quit</source>
<translation>&amp;Quitter</translation></message>
<message><source>Se&amp;ttings…</source>
<translation>&amp;Réglages…</translation></message>
<message><source>Full &amp;screen</source>
<translation>&amp;Plein écran</translation></message>
<message><source>&amp;Log</source>
<translation>&amp;Journal</translation></message>
<message><source>Open log &amp;folder</source>
<translation>Ouvrir le &amp;dossier du journal</translation></message>
<message><source>&amp;Manual</source>
<translation>&amp;Manuel</translation></message>
<message><source>The page of the manual for where you are</source>
<translation>La page du manuel pour l’endroit où vous êtes</translation></message>
<message><source>&amp;Commands…</source>
<translation>&amp;Commandes…</translation></message>
<message><source>Find any command by its words, and run it</source>
<translation>Trouver une commande par ses mots, et la lancer</translation></message>
<message><source>&amp;Shortcuts</source>
<translation>&amp;Raccourcis</translation></message>
<message><source>&amp;About AutoLabelme</source>
<translation>À &amp;propos d’AutoLabelme</translation></message>
<message><source>Nothing was opened yet</source>
<translation>Rien n’a encore été ouvert</translation></message>
<message><source>Window</source>
<translation>Fenêtre</translation></message>
</context>
<context>
<name>WorkParams</name>
<message><source>Processes</source>
<translation>Processus</translation></message>
<message><source>how many processes work on this machine (default: one a core, where there is enough to do)</source>
<translation>combien de processus travaillent sur cette machine (par défaut : un par cœur, s’il y a assez à faire)</translation></message>
<message><source>Memory</source>
<translation>Mémoire</translation></message>
<message><source>memory that a process may take before it is ended (default: its share of three quarters of the machine's)</source>
<translation>mémoire qu’un processus peut prendre avant d’être arrêté (par défaut : sa part des trois quarts de celle de la machine)</translation></message>
<message><source>Scheduler</source>
<translation>Ordonnanceur</translation></message>
<message><source>address of a Dask scheduler (tcp://HOST:8786) whose workers see the pages under the same paths; they work instead of this machine</source>
<translation>adresse d’un ordonnanceur Dask (tcp://HOST:8786) dont les processus voient les pages sous les mêmes chemins ; ils travaillent au lieu de cette machine</translation></message>
</context>
<context>
<name>_Joint</name>
<message><source>{first} {rest}</source>
<translation>{first} {rest}</translation></message>
<message><source>{first}, {rest}</source>
<translation>{first}, {rest}</translation></message>
<message><source>{first}; {rest}</source>
<translation>{first} ; {rest}</translation></message>
</context>
<context>
<name>_Strip</name>
<message><source>Pages with copies</source>
<translation>Pages avec copies</translation></message>
</context>
</TS>
