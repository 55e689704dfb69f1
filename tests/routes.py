"""Who may do what, address by address: the whole outside of Aufil in one table.

A line is a method, an address and what each person gets. A number is the status of the answer; `in` is a page
that sends to the sign-in page; `·` is the status of what one may not see: 404, never 403.

Léa writes with Camille; `{thread}` is their thread, `{entry}` a message of Léa in it, `{device}` a device of
Léa, `{broadcast}` what Camille wrote to several, `{pairing}` and `{link}` the codes by which Léa's next phone comes
in, the first shown by Camille; `{group}` is a group of theirs, `{said}` a message of Léa in it, `{sign}` a
reaction; `{intake}` a list of Camille, `{merge}` two files made one; `{file}` a paper Léa sent in that thread,
`{upload}` one she is sending, `{voice}` a voice note of hers in the entry `{recorded}`; `{stop}` and `{mailed}` the
links of a mail to Léa; `{sent}` a text that was sent to her, `{line}` her line on Camille’s call list; `{came}` an
e-mail of hers that became an entry; `{inbound}` a text message in Cholet’s sorting box, `{stray}` one in the
administrator’s; `{reminder}` what Camille asks Léa for; `{appointment}` theirs, of the kind `{kind_of}`, `{seat}` hers
in it, `{session}` a workshop of the kind `{collective}`, at `{place}`; `{opening}` a stretch
of Camille’s week, `{variation}` a day of hers that differs, `{offer}` a kind of appointment, `{somewhere}` a place;
all in Cholet. `{room}` is a room of theirs, in which both are: `{ticket}` is that of Léa’s page there, `{page}`
Camille’s page, `{guest}` somebody who waits to be let in, `{door}` the
address in a text message to Léa, `{trial}` a test proposed to her, at the address `{trial_key}`. Yanis is
another young person of Camille;
Dominique leads the programme and Claude the structure, in Cholet too; Alex is a counsellor in Mayenne; Admin
administers the platform.
`{rehearsal}` is an interview they rehearse without a room, `{asked}` a question of it; `{questions}` a list of theirs.
`{feed}` is the secret of what Camille's telephone reads, `{own_feed}` its name; `{outside}` is a calendar of hers.
"""

from base64 import b64encode
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from aufil.kernel import clock
from tests.pushservice import BrowserKeys

PEOPLE = ("lea", "yanis", "camille", "dominique", "claude", "alex", "admin", "nobody")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Named in the table only where an answer to them is promised (uploads).
OTHER_METHODS = ("HEAD", "OPTIONS")
HIDDEN = "404"
SIGN_IN = "in"

TABLE = """
                                                     lea yan cam dom cla ale adm nobody
GET    /                                             200 200 200 200 200 200 200 200
GET    /chercher/                                    200 200 200 200 200 200 200 in
GET    /agenda/                                      ·   ·  200 200 200 200  ·  in
GET    /agenda/semaine/                              ·   ·  200 200 200 200  ·  in
GET    /agenda/mois/                                 ·   ·  200 200 200 200  ·  in
GET    /agenda/feuille/                              ·   ·  200 200 200 200  ·  in
GET    /agenda/exporter/                             ·   ·  200 200 200 200  ·  in
POST   /agenda/exporter/                             ·   ·  422 422 422 422  ·  in
GET    /agenda/a-noter/                              ·   ·  200 200 200 200  ·  in
POST   /agenda/a-noter/                              ·   ·  302 302 302 302  ·  in
POST   /agenda/a-noter/{seat}/annuler/               ·   ·  302 302 302  ·   ·  in
GET    /agenda/absences/{absence}/                   ·   ·  200  ·  200  ·   ·  in
POST   /agenda/absences/{absence}/                   ·   ·  200  ·  200  ·   ·  in
POST   /agenda/absences/{absence}/tous/              ·   ·  200  ·  200  ·   ·  in
GET    /agenda/rdv/{appointment}/                    ·   ·  200 200 200  ·   ·  in
POST   /agenda/rdv/{appointment}/confier/            ·   ·  422 422 422  ·   ·  in
POST   /agenda/rdv/{appointment}/changer/            ·   ·  302 302 302  ·   ·  in
POST   /agenda/rdv/{session}/inscrire/               ·   ·  422 422 422  ·   ·  in
GET    /agenda/rdv/{session}/emargement/             ·   ·  200 200 200  ·   ·  in
POST   /agenda/rdv/{appointment}/places/{seat}/rendre/  ·  ·  422 422 422  ·  ·  in
POST   /agenda/rdv/{appointment}/places/{seat}/noter/  ·  ·  302 302 302  ·   ·  in
GET    /mes-jeunes/                                   ·   ·  200 200 200 200  ·  in
GET    /mes-jeunes/nouveau/                           ·   ·  200 200 200 200  ·  in
POST   /mes-jeunes/nouveau/                           ·   ·  302 302 302 302  ·  in
GET    /mes-jeunes/confier/                           ·   ·  200 200 200 200  ·  in
POST   /mes-jeunes/confier/                           ·   ·  422 422 422 422  ·  in
GET    /mes-jeunes/partis/                            ·   ·  200 200 200 200  ·  in
GET    /mes-jeunes/{young}/                           ·   ·  200 200 200  ·   ·  in
GET    /mes-jeunes/{young}/parcours/                  ·   ·  200 200 200  ·   ·  in
GET    /mes-jeunes/{young}/ouvertures/                ·   ·  200 200 200  ·   ·  in
GET    /mes-jeunes/{young}/modifier/{section}/        ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{young}/modifier/{section}/        ·   ·  302 302 302  ·   ·  in
GET    /mes-jeunes/{young}/situations/nouvelle/       ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{young}/situations/nouvelle/       ·   ·  302 302 302  ·   ·  in
GET    /mes-jeunes/{young}/situations/{situation}/    ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{young}/situations/{situation}/    ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{young}/situations/{situation}/terminer/  ·  ·  302 302 302  ·  ·  in
GET    /mes-jeunes/{young}/representants/nouveau/     ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{young}/representants/nouveau/     ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{young}/representants/{representative}/retirer/  ·  ·  302 302 302  ·  ·  in
GET    /mes-jeunes/{young}/confier/                   ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{young}/confier/                   ·   ·  422 422 422  ·   ·  in
GET    /mes-jeunes/{young}/terminer/                  ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{young}/terminer/                  ·   ·  302 302 302  ·   ·  in
GET    /mes-jeunes/{young}/rouvrir/                   ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{young}/rouvrir/                   ·   ·  302 302 302  ·   ·  in
GET    /mes-jeunes/{lea}/envois/                      ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{lea}/envois/{sent}/renvoyer/      ·   ·  302  ·   ·   ·   ·  in
POST   /mes-jeunes/{lea}/envois/reprendre/            ·   ·  302  ·   ·   ·   ·  in
POST   /mes-jeunes/{lea}/envois/fait/                 ·   ·  302  ·   ·   ·   ·  in
GET    /non-remis/                                    ·   ·  200 200 200 200  ·  in
GET    /appels/                                       ·   ·  200 200 200 200  ·  in
GET    /appels/{line}/                                ·   ·  200  ·   ·   ·   ·  in
POST   /appels/{line}/noter/                          ·   ·  422  ·   ·   ·   ·  in
POST   /appels/{line}/inutile/                        ·   ·  422  ·   ·   ·   ·  in
POST   /mes-jeunes/{young}/prevenir/                  ·   ·   ·  302 302  ·   ·  in
GET    /sans-reponse/                                 ·   ·   ·  200 200  ·   ·  in
GET    /qui-a-ouvert/                                200 200  ·   ·   ·   ·   ·  in
GET    /mon-role/                                    200 200 200 200 200 200 200 in
POST   /mon-role/                                    200 200 302 200 200 200 200 in
GET    /ml/cholet/                                   200 200 200 200 200 200 200 200
GET    /ml/nulle-part/                                ·   ·   ·   ·   ·   ·   ·   ·

GET    /fil/{thread}/                                200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/                                302  ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/rappels/                        200  ·  200  ·   ·   ·   ·  in
GET    /fil/{thread}/rappels/nouveau/                200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/rappels/nouveau/                302  ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/rappels/{reminder}/             200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/rappels/{reminder}/             403  ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/rappels/{reminder}/fait/        302  ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/rappels/{reminder}/arreter/     403  ·  302  ·   ·   ·   ·  in
GET    /fil/{group}/rappels/                          ·   ·   ·   ·   ·   ·   ·  in
GET    /rendez-vous/                                 200 200  ·   ·   ·   ·   ·  in
GET    /rendez-vous/{appointment}/                   200  ·  302 302 302  ·   ·  in
POST   /rendez-vous/{appointment}/repondre/          302  ·   ·   ·   ·   ·   ·  in
GET    /mes-rappels/                                 200 200  ·   ·   ·   ·   ·  in
POST   /fil/{thread}/lu/                             302  ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/appel/                           ·   ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/appel/                           ·   ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/note/                            ·   ·  302  ·   ·   ·   ·  in
POST   /fil/{thread}/rien-a-repondre/                 ·   ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/personnes/                      200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/personnes/                       ·   ·   ·   ·   ·   ·   ·  in
GET    /fil/{group}/personnes/                       200  ·  200  ·   ·   ·   ·  in
POST   /fil/{group}/nom/                              ·   ·  302  ·   ·   ·   ·  in
POST   /fil/{group}/silence/                         302  ·  302  ·   ·   ·   ·  in
GET    /fil/{group}/quitter/                         200  ·  200  ·   ·   ·   ·  in
POST   /fil/{group}/quitter/                         302  ·  403  ·   ·   ·   ·  in
GET    /fil/{thread}/quitter/                         ·   ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/message/{entry}/reagir/         200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/message/{entry}/reagir/         302  ·  302  ·   ·   ·   ·  in
GET    /fil/{group}/message/{said}/epingler/          ·   ·  200  ·   ·   ·   ·  in
POST   /fil/{group}/message/{said}/epingler/          ·   ·  302  ·   ·   ·   ·  in
GET    /fil/{group}/message/{said}/masquer/           ·   ·  200  ·   ·   ·   ·  in
POST   /fil/{group}/message/{said}/masquer/           ·   ·  302  ·   ·   ·   ·  in
GET    /fil/{thread}/message/{entry}/masquer/         ·   ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/consulter/                       ·   ·   ·  200 200  ·   ·  in
POST   /fil/{thread}/consulter/                       ·   ·   ·  302 302  ·   ·  in
GET    /fil/{thread}/consultation/                    ·   ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/message/{entry}/modifier/       200  ·   ·   ·   ·   ·   ·  in
POST   /fil/{thread}/message/{entry}/modifier/       302  ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/message/{entry}/supprimer/      200  ·   ·   ·   ·   ·   ·  in
POST   /fil/{thread}/message/{entry}/supprimer/      302  ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/fichiers/{file}/{version}/      200  ·  200  ·   ·   ·   ·  in
GET    /fil/{thread}/envoyer/                        200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/envoyer/                        422  ·  422  ·   ·   ·   ·  in
GET    /fil/{thread}/fichiers/{upload}/renvoyer/     200  ·   ·   ·   ·   ·   ·  in
POST   /fil/{thread}/fichiers/{upload}/renvoyer/     422  ·   ·   ·   ·   ·   ·  in
GET    /fil/{thread}/fichiers/{voice}/texte/         200  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/fichiers/{voice}/texte/         302  ·  302  ·   ·   ·   ·  in
GET    /ecrire-a-plusieurs/                           ·   ·  200 200 200 200  ·  in
POST   /ecrire-a-plusieurs/                           ·   ·  422 422 422 422  ·  in
GET    /ecrire-a-plusieurs/{broadcast}/               ·   ·  200  ·   ·   ·   ·  in
POST   /ecrire-a-plusieurs/{broadcast}/prevenir/      ·   ·  302  ·   ·   ·   ·  in
POST   /ecrire-a-plusieurs/{broadcast}/appeler/       ·   ·  302  ·   ·   ·   ·  in
GET    /a-trier/                                      ·   ·  200  ·   ·  200 200 in
GET    /a-trier/{inbound}/                            ·   ·  200  ·   ·   ·   ·  in
POST   /a-trier/{inbound}/placer/                     ·   ·  422  ·   ·   ·   ·  in
POST   /a-trier/{inbound}/ecarter/                    ·   ·  302  ·   ·   ·   ·  in
POST   /a-trier/{stray}/confier/                      ·   ·   ·   ·   ·   ·  302 in
GET    /fil/{thread}/message/{came}/original/         ·   ·  200  ·   ·   ·   ·  in
POST   /api/v1/gateways/email/postmark/faux/inbound   ·   ·   ·   ·   ·   ·   ·   ·
GET    /groupes/nouveau/                              ·   ·  200 200 200 200  ·  in
POST   /groupes/nouveau/                              ·   ·  302 302 302 302  ·  in

GET    /fil/{thread}/rendez-vous/                    302  ·  302  ·   ·   ·   ·  in
GET    /agenda/prendre/                               ·   ·  200 200 200 200  ·  in
POST   /agenda/prendre/                               ·   ·  200 200 200 200  ·  in
GET    /agenda/noter/                                 ·   ·  200 200 200 200  ·  in
POST   /agenda/noter/                                 ·   ·  200 200 200 200  ·  in
GET    /agenda/proposer/                              ·   ·  302 302 302 302  ·  in
POST   /agenda/proposer/                              ·   ·  302 302 302 302  ·  in
POST   /agenda/proposer/{proposed}/retirer/           ·   ·  302 302 302  ·   ·  in
GET    /agenda/rdv/{appointment}/fiche/               ·   ·   ·   ·   ·   ·   ·  in
POST   /agenda/rdv/{appointment}/fiche/               ·   ·   ·   ·   ·   ·   ·  in
GET    /agenda/rdv/{first}/fiche/                     ·   ·  200 200 200  ·   ·  in
POST   /agenda/rdv/{first}/fiche/                     ·   ·  422 422 422  ·   ·  in
GET    /ml/cholet/rendez-vous/                       200 200 200 200 200 200 200 200
POST   /ml/cholet/rendez-vous/                       200 200 200 200 200 200 200 200
GET    /ml/mayenne/rendez-vous/                       ·   ·   ·   ·   ·   ·   ·   ·
GET    /structure/partenaires/                        ·   ·   ·  200 200  ·   ·  in
POST   /structure/partenaires/                        ·   ·   ·  403 422  ·   ·  in
POST   /structure/partenaires/{partner}/retirer/      ·   ·   ·  403 302  ·   ·  in
GET    /partenaire/{hostel}/                         200 200 200 200 200 200 200 200
POST   /partenaire/{hostel}/                         200 200 200 200 200 200 200 200
GET    /partenaire/faux/                              ·   ·   ·   ·   ·   ·   ·   ·
GET    /premier-rendez-vous/{visit}/                 200 200 200 200 200 200 200 200
GET    /premier-rendez-vous/{visit}/deplacer/        200 200 200 200 200 200 200 200
POST   /premier-rendez-vous/{visit}/deplacer/        200 200 200 200 200 200 200 200
GET    /premier-rendez-vous/{visit}/annuler/         200 200 200 200 200 200 200 200
POST   /premier-rendez-vous/{visit}/annuler/         302 302 302 302 302 302 302 302
GET    /rdv/{booking}/                               200 200 200 200 200 200 200 200
POST   /rdv/{booking}/                               200 422 422 422 422 422 422 422
GET    /rdv/{booking}/deplacer/                       ·  200 200 200 200 200 200 200
POST   /rdv/{booking}/deplacer/                       ·  422 422 422 422 422 422 422
GET    /rdv/{booking}/annuler/                        ·  200 200 200 200 200 200 200
POST   /rdv/{booking}/annuler/                        ·  422 422 422 422 422 422 422
GET    /rdv/faux/                                    410 410 410 410 410 410 410 410
POST   /rdv/faux/                                    410 410 410 410 410 410 410 410
GET    /agenda/rdv/{appointment}/deplacer/                ·   ·  200 200 200  ·   ·  in
POST   /agenda/rdv/{appointment}/deplacer/                ·   ·  200 200 200  ·   ·  in
GET    /agenda/rdv/{appointment}/annuler/                 ·   ·  200 200 200  ·   ·  in
POST   /agenda/rdv/{appointment}/annuler/                 ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{young}/prevenir-plus-tot/         ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{young}/prevenir-plus-tot/{watch}/arreter/  ·  ·  302 302 302  ·  ·  in
GET    /rendez-vous/prendre/                         200 200  ·   ·   ·   ·   ·  in
POST   /rendez-vous/prendre/                         200 200  ·   ·   ·   ·   ·  in
GET    /rendez-vous/prevenir/                        200 200  ·   ·   ·   ·   ·  in
POST   /rendez-vous/prevenir/                        302 302  ·   ·   ·   ·   ·  in
POST   /rendez-vous/prevenir/{watch}/arreter/        302  ·   ·   ·   ·   ·   ·  in
GET    /rendez-vous/seances/                         200 200  ·   ·   ·   ·   ·  in
POST   /rendez-vous/seances/{session}/inscrire/      302 302  ·   ·   ·   ·   ·  in
POST   /rendez-vous/seances/{session}/rendre/         ·   ·   ·   ·   ·   ·   ·  in
GET    /rendez-vous/{appointment}/pris/                  200  ·   ·   ·   ·   ·   ·  in
GET    /rendez-vous/{appointment}/deplacer/              200  ·   ·   ·   ·   ·   ·  in
POST   /rendez-vous/{appointment}/deplacer/              200  ·   ·   ·   ·   ·   ·  in
GET    /rendez-vous/{appointment}/annuler/               200  ·   ·   ·   ·   ·   ·  in
POST   /rendez-vous/{appointment}/annuler/               302  ·   ·   ·   ·   ·   ·  in

GET    /importer/                                     ·   ·  200 200 200 200 200 in
POST   /importer/                                     ·   ·  422 422 422 422 422 in
GET    /importer/{intake}/                            ·   ·  200  ·   ·   ·   ·  in
GET    /importer/{intake}/etat/                       ·   ·  200  ·   ·   ·   ·  in
GET    /importer/{intake}/rapport/                    ·   ·  200  ·   ·   ·   ·  in
POST   /importer/{intake}/colonnes/                   ·   ·  302  ·   ·   ·   ·  in
POST   /importer/{intake}/lancer/                     ·   ·  302  ·   ·   ·   ·  in
POST   /importer/{intake}/annuler/                    ·   ·  302  ·   ·   ·   ·  in
GET    /dossiers-doubles/                             ·   ·  200 200 200 200  ·  in
GET    /dossiers-doubles/comparer/                    ·   ·  302 302 302 302  ·  in
POST   /dossiers-doubles/comparer/                    ·   ·   ·   ·   ·   ·   ·  in
POST   /dossiers-doubles/differents/                  ·   ·   ·   ·   ·   ·   ·  in
GET    /reunions/{merge}/                             ·   ·   ·  200 200  ·   ·  in
POST   /reunions/{merge}/defaire/                     ·   ·   ·  302 302  ·   ·  in
POST   /exporter/                                     ·   ·  200 200 200 200  ·  in

GET    /connexion/                                   200 200 200 200 200 200 200 200
POST   /connexion/                                   302 302 302 302 302 302 302 302
GET    /connexion/code/                              in  in  in  in  in  in  in  in
POST   /connexion/code/                              in  in  in  in  in  in  in  in
POST   /connexion/personne/                          in  in  in  in  in  in  in  in
POST   /deconnexion/                                 302 302 302 302 302 302 302 302
GET    /au-revoir/                                   200 200 200 200 200 200 200 200
GET    /appareils/                                   200 200 200 200 200 200 200 in
POST   /appareils/{device}/deconnecter/              302  ·   ·   ·   ·   ·   ·  in
GET    /entrer/                                      200 200 200 200 200 200 200 200
POST   /entrer/                                      302 302 302 302 302 302 302 302
GET    /entrer/{pairing}/                            200 200 200 200 200 200 200 200
POST   /entrer/{pairing}/                            422 422 422 422 422 422 422 422
GET    /entrer/{pairing}/etat/                        ·   ·   ·   ·   ·   ·   ·   ·
GET    /lien/{link}/                                 200 200 200 200 200 200 200 200
POST   /lien/{link}/                                 422 422 422 422 422 422 422 422
GET    /mon-code/                                    200 200  ·   ·   ·   ·   ·  in
POST   /mon-code/                                    302 302  ·   ·   ·   ·   ·  in
GET    /mes-jeunes/{lea}/telephone/                   ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{lea}/telephone/code/              ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{lea}/telephone/confirmer/         ·   ·  422 302 302  ·   ·  in
GET    /mes-jeunes/{lea}/telephone/etat/              ·   ·  200  ·   ·   ·   ·  in
GET    /mes-jeunes/{lea}/telephone/papier/            ·   ·  200 200 200  ·   ·  in
POST   /mes-jeunes/{lea}/telephone/papier/            ·   ·  302 302 302  ·   ·  in
POST   /mes-jeunes/{lea}/telephone/{device}/deconnecter/  ·   ·  302 302 302  ·   ·  in

GET    /mes-horaires/                                 ·   ·  200 200 200 200  ·  in
POST   /mes-horaires/                                 ·   ·  302 302 302 302  ·  in
GET    /absences/nouvelle/                            ·   ·  200 200 200 200  ·  in
POST   /absences/nouvelle/                            ·   ·  302 302 302 302  ·  in
GET    /absences/{absence}/                           ·   ·  200  ·  200  ·   ·  in
POST   /absences/{absence}/                           ·   ·  302  ·  302  ·   ·  in
POST   /absences/{absence}/annuler/                   ·   ·  302  ·  302  ·   ·  in
GET    /structure/                                    ·   ·   ·  200 200  ·   ·  in
GET    /structure/reglages/                           ·   ·   ·  403 200  ·   ·  in
POST   /structure/reglages/                           ·   ·   ·  403 302  ·   ·  in
GET    /structure/sms/                                ·   ·   ·  403 200  ·   ·  in
POST   /structure/sms/                                ·   ·   ·  403 302  ·   ·  in
POST   /structure/sms/essai/                          ·   ·   ·  403 302  ·   ·  in
GET    /structure/joignables/                         ·   ·   ·  200 200  ·   ·  in
GET    /structure/joignables/liste.csv                ·   ·   ·  200 200  ·   ·  in
GET    /structure/horaires/                           ·   ·   ·  403 200  ·   ·  in
POST   /structure/horaires/                           ·   ·   ·  403 302  ·   ·  in
GET    /structure/absences/                           ·   ·   ·  200 200  ·   ·  in
GET    /structure/relais/                             ·   ·   ·  200 200  ·   ·  in
GET    /structure/lieux/                              ·   ·   ·  200 200  ·   ·  in
GET    /structure/lieux/ajouter/                      ·   ·   ·  403 200  ·   ·  in
POST   /structure/lieux/ajouter/                      ·   ·   ·  403 302  ·   ·  in
GET    /structure/lieux/{site}/                       ·   ·   ·  403 200  ·   ·  in
POST   /structure/lieux/{site}/                       ·   ·   ·  403 302  ·   ·  in
GET    /structure/lieux/{site}/horaires/              ·   ·   ·  403 200  ·   ·  in
POST   /structure/lieux/{site}/horaires/              ·   ·   ·  403 302  ·   ·  in
GET    /agenda/ouvertures/                            ·   ·  200 200 200 200  ·  in
POST   /agenda/ouvertures/                            ·   ·  302 422 422 422  ·  in
GET    /agenda/ouvertures/ajouter/                    ·   ·  200 200 200 200  ·  in
POST   /agenda/ouvertures/ajouter/                    ·   ·  302 302 302 302  ·  in
GET    /agenda/ouvertures/{opening}/                  ·   ·  200 200 200  ·   ·  in
POST   /agenda/ouvertures/{opening}/                  ·   ·  302 302 302  ·   ·  in
GET    /agenda/ouvertures/jour/                       ·   ·  200 200 200 200  ·  in
POST   /agenda/ouvertures/jour/                       ·   ·  302 302 302 302  ·  in
GET    /agenda/ouvertures/jour/{variation}/           ·   ·  200 200 200  ·   ·  in
POST   /agenda/ouvertures/jour/{variation}/           ·   ·  302 302 302  ·   ·  in
GET    /structure/rendez-vous/                        ·   ·   ·  200 200  ·   ·  in
POST   /structure/rendez-vous/                        ·   ·   ·  403 302  ·   ·  in
GET    /structure/rendez-vous/ajouter/                ·   ·   ·  403 200  ·   ·  in
POST   /structure/rendez-vous/ajouter/                ·   ·   ·  403 302  ·   ·  in
GET    /structure/rendez-vous/regles/                 ·   ·   ·  403 200  ·   ·  in
POST   /structure/rendez-vous/regles/                 ·   ·   ·  403 302  ·   ·  in
GET    /structure/rendez-vous/{offer}/                ·   ·   ·  403 200  ·   ·  in
POST   /structure/rendez-vous/{offer}/                ·   ·   ·  403 302  ·   ·  in
GET    /structure/endroits/                           ·   ·   ·  200 200  ·   ·  in
GET    /structure/endroits/ajouter/                   ·   ·   ·  403 200  ·   ·  in
POST   /structure/endroits/ajouter/                   ·   ·   ·  403 302  ·   ·  in
GET    /structure/endroits/{somewhere}/               ·   ·   ·  403 200  ·   ·  in
POST   /structure/endroits/{somewhere}/               ·   ·   ·  403 302  ·   ·  in
GET    /structure/equipe/                             ·   ·   ·  200 200  ·   ·  in
GET    /structure/equipe/ajouter/                     ·   ·   ·  403 200  ·   ·  in
POST   /structure/equipe/ajouter/                     ·   ·   ·  403 302  ·   ·  in
GET    /structure/equipe/{staff}/                     ·   ·   ·  200 200  ·   ·  in
POST   /structure/equipe/{staff}/roles/               ·   ·   ·  403 302  ·   ·  in
POST   /structure/equipe/{staff}/roles/{role}/finir/  ·   ·   ·  403 302  ·   ·  in
GET    /structure/equipe/{staff}/horaires/            ·   ·   ·  403 200  ·   ·  in
POST   /structure/equipe/{staff}/horaires/            ·   ·   ·  403 302  ·   ·  in
GET    /structure/equipe/{staff}/absence/             ·   ·   ·  403 200  ·   ·  in
POST   /structure/equipe/{staff}/absence/             ·   ·   ·  403 302  ·   ·  in
GET    /structures/nouvelle/                          ·   ·   ·   ·   ·   ·  200 in
POST   /structures/nouvelle/                          ·   ·   ·   ·   ·   ·  302 in
GET    /structures/cholet/                            ·   ·   ·   ·   ·   ·  200 in

GET    /equipe/connexion/                            302 302 302 302 302 302 302 200
POST   /equipe/connexion/                            302 302 302 302 302 302 302 422
GET    /equipe/connexion/cle/                        302 302 302 302 302 302 302 302
POST   /equipe/connexion/cle/                        302 302 302 302 302 302 302 422
GET    /equipe/connexion/seconde-preuve/             302 302 302 302 302 302 302 302
POST   /equipe/connexion/seconde-preuve/             302 302 302 302 302 302 302 302
GET    /equipe/connexion/annuaire/                    ·   ·   ·   ·   ·   ·   ·   ·
GET    /equipe/connexion/annuaire/retour/             ·   ·   ·   ·   ·   ·   ·   ·
GET    /equipe/mot-de-passe/oublie/                  200 200 200 200 200 200 200 200
POST   /equipe/mot-de-passe/oublie/                  302 302 302 302 302 302 302 302
GET    /equipe/mot-de-passe/lien-envoye/             200 200 200 200 200 200 200 200
GET    /equipe/lien/{kind}/{invitation}/                   200 200 200 200 200 200 200 200
POST   /equipe/lien/{kind}/{invitation}/                   302 302 302 302 302 302 302 302
GET    /equipe/lien/invitation/faux/                 410 410 410 410 410 410 410 410
POST   /equipe/lien/invitation/faux/                 410 410 410 410 410 410 410 410
GET    /equipe/securite/                              ·   ·  200 200 200 200 200 in
GET    /equipe/securite/mot-de-passe/                 ·   ·  200 200 200 200 200 in
POST   /equipe/securite/mot-de-passe/                 ·   ·  302 302 302 302 302 in
GET    /equipe/securite/application/                  ·   ·  200 200 200 200 200 in
POST   /equipe/securite/application/                  ·   ·  422 422 422 422 422 in
GET    /equipe/securite/cle/                          ·   ·  200 200 200 200 200 in
POST   /equipe/securite/cle/                          ·   ·  422 422 422 422 422 in
GET    /equipe/securite/{factor}/retirer/             ·   ·   ·   ·   ·   ·   ·  in
POST   /equipe/securite/{factor}/retirer/             ·   ·   ·   ·   ·   ·   ·  in
GET    /equipe/securite/codes/                        ·   ·   ·   ·   ·   ·   ·  in
GET    /equipe/securite/codes/nouveaux/               ·   ·  200 200 200 200 200 in
POST   /equipe/securite/codes/nouveaux/               ·   ·  422 422 422 422 422 in
GET    /equipe/securite/perdue/{staff}/               ·   ·   ·   ·  200  ·  200 in
POST   /equipe/securite/perdue/{staff}/               ·   ·   ·   ·  302  ·  302 in
POST   /equipe/securite/toute-l-equipe/               ·   ·   ·   ·  302  ·   ·  in
GET    /equipe/securite/c-est-moi/                    ·   ·  302 302 302 302 302 in
GET    /equipe/securite/c-est-moi/mot-de-passe/       ·   ·  302 302 302 302 302 in
POST   /equipe/securite/c-est-moi/mot-de-passe/       ·   ·  302 302 302 302 302 in
GET    /equipe/securite/c-est-moi/code/               ·   ·  302 302 302 302 302 in
POST   /equipe/securite/c-est-moi/code/               ·   ·  302 302 302 302 302 in
GET    /equipe/securite/c-est-moi/cle/                ·   ·  302 302 302 302 302 in
POST   /equipe/securite/c-est-moi/cle/                ·   ·  302 302 302 302 302 in
GET    /equipe/securite/se-reconnecter/               ·   ·  200 200 200 200 200 in

GET    /notifications/                               200 200 200 200 200 200 200 in
POST   /notifications/                               200 200 302 302 302 302 200 in
POST   /notifications/essai/                         302 302 302 302 302 302 302 in
POST   /notifications/plus-tard/                     302 302 302 302 302 302 302 in
POST   /notifications/reprendre/                     302 302 302 302 302 302 302 in
GET    /stop/{stop}/                                 200 200 200 200 200 200 200 200
POST   /stop/{stop}/                                 200 200 200 200 200 200 200 200
GET    /m/{mailed}/                                  302 200 200 200 200 200 200 200
POST   /m/{mailed}/                                  302 302 302 302 302 302 302 302
GET    /l/{short}/                                   302 302 302 302 302 302 302 in
GET    /l/rien/                                       ·   ·   ·   ·   ·   ·   ·   ·
GET    /api/v1/gateways/sms/kannel/here/faux/receipts  ·  ·   ·   ·   ·   ·   ·   ·
POST   /api/v1/gateways/sms/kannel/here/faux/inbound  ·   ·   ·   ·   ·   ·   ·   ·

GET    /agenda/flux/{feed}.ics                       200 200 200 200 200 200 200 200
GET    /agenda/flux/faux.ics                          ·   ·   ·   ·   ·   ·   ·   ·
GET    /agenda/calendriers/                          200 200 200 200 200 200  ·  in
POST   /agenda/calendriers/flux/                     200 200 200 200 200 200  ·  in
POST   /agenda/calendriers/flux/{own_feed}/retirer/   ·   ·  302  ·   ·   ·   ·  in
POST   /agenda/calendriers/invitations/              302 302 302 302 302 302  ·  in
POST   /agenda/calendriers/ailleurs/                  ·   ·  302 302 302 302  ·  in
POST   /agenda/calendriers/ailleurs/{outside}/lire/   ·   ·  302  ·   ·   ·   ·  in
POST   /agenda/calendriers/ailleurs/{outside}/retirer/  ·  ·  302  ·  ·   ·   ·  in
GET    /agenda/economies/                             ·   ·  200 200 200 200  ·  in
GET    /agenda/economies/tableau.csv                  ·   ·  200 200 200 200  ·  in

GET    /aide/                                        200 200 200 200 200 200 200 200
GET    /hors-ligne/                                  200 200 200 200 200 200 200 200
GET    /manifest.webmanifest                         200 200 200 200 200 200 200 200
GET    /sw.js                                        200 200 200 200 200 200 200 200
GET    /ui/                                           ·   ·   ·   ·   ·   ·   ·   ·
GET    /demo/                                         ·   ·   ·   ·   ·   ·   ·   ·
GET    /demo/login/lea/                               ·   ·   ·   ·   ·   ·   ·   ·

GET    /api/v1/                                       ·   ·   ·   ·   ·   ·   ·   ·
GET    /api/v1/openapi.json                          200 200 200 200 200 200 200 200
GET    /api/v1/docs                                  200 200 200 200 200 200 200 200
GET    /api/v1/me                                    200 200 200 200 200 200 200 401
POST   /api/v1/push                                  204 204 204 204 204 204 204 401
DELETE /api/v1/push                                  204 204 204 204 204 204 204 401
POST   /api/v1/outbox                                204 204 204 204 204 204 204 401
GET    /api/v1/people                                 ·   ·  200 200 200 200  ·  401
POST   /api/v1/people                                 ·   ·  201 201 201 201  ·  401
GET    /api/v1/search                                200 200 200 200 200 200 200 401
GET    /api/v1/threads                               200 200 200 200 200 200 200 401
POST   /api/v1/threads                                ·   ·  201 201 201 201  ·  401
GET    /api/v1/threads/{thread}/entries              200  ·  200  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/entries              201  ·  201  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/entries/batch        200  ·  200  ·   ·   ·   ·  401
PATCH  /api/v1/threads/{thread}/entries/{entry}      200  ·  403  ·   ·   ·   ·  401
DELETE /api/v1/threads/{thread}/entries/{entry}      200  ·  403  ·   ·   ·   ·  401
PUT    /api/v1/threads/{thread}/entries/{recorded}/files/{voice}/transcript  200  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/threads/{thread}/entries/{entry}/reactions/{sign}  200  ·  200  ·  ·  ·  ·  401
DELETE /api/v1/threads/{thread}/entries/{entry}/reactions/{sign}  200  ·  200  ·  ·  ·  ·  401
GET    /api/v1/threads/{group}/members               200  ·  200  ·   ·   ·   ·  401
POST   /api/v1/threads/{group}/members               403  ·  422  ·   ·   ·   ·  401
DELETE /api/v1/threads/{group}/members/{lea}         403  ·  204  ·   ·   ·   ·  401
POST   /api/v1/threads/{group}/leave                 204  ·  403  ·   ·   ·   ·  401
PATCH  /api/v1/threads/{group}                       403  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/threads/{group}/mute                  200  ·  200  ·   ·   ·   ·  401
DELETE /api/v1/threads/{group}/mute                  200  ·  200  ·   ·   ·   ·  401
GET    /api/v1/threads/{group}/pins                  200  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/threads/{group}/entries/{said}/pin    403  ·  200  ·   ·   ·   ·  401
DELETE /api/v1/threads/{group}/entries/{said}/pin    403  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/threads/{group}/entries/{said}/hiding  403  ·  200  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/read                 200  ·  200  ·   ·   ·   ·  401
POST   /api/v1/threads/{thread}/writing              204  ·  204  ·   ·   ·   ·  401
GET    /api/v1/appointment-kinds                     200 200 200 200 200 200  ·  401
GET    /api/v1/slots?kind={kind_of}&mode=site        200 200 200 200 200  ·   ·  401
GET    /api/v1/sessions                              200 200 200 200 200 200  ·  401
GET    /api/v1/appointments                          200 200 200 200 200 200  ·  401
POST   /api/v1/appointments                          409  ·  201 201 201  ·   ·  401
GET    /api/v1/appointments/{appointment}            200  ·  200 200 200  ·   ·  401
PATCH  /api/v1/appointments/{appointment}            403  ·  200 200 200  ·   ·  401
POST   /api/v1/appointments/{appointment}/cancel     200  ·  200 200 200  ·   ·  401
POST   /api/v1/appointments/{appointment}/answer     200  ·  200 200 200  ·   ·  401
PUT    /api/v1/appointments/{appointment}/attendance 403  ·  200 200 200  ·   ·  401
POST   /api/v1/appointments/{session}/seats          201  ·  201 201 201  ·   ·  401
DELETE /api/v1/appointments/{session}/seats/{lea}    404  ·  404 404 404  ·   ·  401
GET    /rendez-vous/{appointment}/visio/             302  ·  302 302 302  ·   ·  in
GET    /premier-rendez-vous/{visit}/visio/            ·   ·   ·   ·   ·   ·   ·   ·
GET    /fil/{thread}/visio/                          302  ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/visio/                           ·   ·  302  ·   ·   ·   ·  in
GET    /fil/{group}/salon/                           200  ·  200  ·   ·   ·   ·  in
POST   /fil/{group}/salon/                           409  ·  409  ·   ·   ·   ·  in
GET    /fil/{group}/salon/reglages/                   ·   ·  200  ·   ·   ·   ·  in
POST   /fil/{group}/salon/reglages/                   ·   ·  302  ·   ·   ·   ·  in
GET    /rendez-vous/{session}/salon/                  ·   ·  200  ·   ·   ·   ·  in
POST   /rendez-vous/{session}/salon/                  ·   ·  409  ·   ·   ·   ·  in
GET    /video/{door}/                                302 200 200 200 200 200 200 200
POST   /video/{door}/                                302 422 422 422 422 422 422 422
GET    /video/faux/                                  410 410 410 410 410 410 410 410
POST   /video/faux/                                  410 410 410 410 410 410 410 410
GET    /fil/{thread}/entretien/                       ·   ·  200  ·   ·   ·   ·  in
POST   /fil/{thread}/entretien/                       ·   ·  302  ·   ·   ·   ·  in
GET    /entretien/{rehearsal}/                       200  ·  200  ·   ·   ·   ·  in
POST   /entretien/{rehearsal}/                       302  ·  302  ·   ·   ·   ·  in
GET    /entretien/{rehearsal}/notes/                  ·   ·  200  ·   ·   ·   ·  in
POST   /entretien/{rehearsal}/notes/                  ·   ·  302  ·   ·   ·   ·  in
GET    /structure/entretiens/                         ·   ·   ·  200 200  ·   ·  in
GET    /structure/entretiens/ajouter/                 ·   ·   ·  403 200  ·   ·  in
POST   /structure/entretiens/ajouter/                 ·   ·   ·  403 302  ·   ·  in
GET    /structure/entretiens/{questions}/             ·   ·   ·  403 200  ·   ·  in
POST   /structure/entretiens/{questions}/             ·   ·   ·  403 302  ·   ·  in
GET    /visio/essai/                                 200 200 200 200 200 200 200 in
GET    /visio/essai/{trial}/                         302 302 302 302 302 302 302 302
POST   /fil/{thread}/visio/essai/                     ·   ·  302  ·   ·   ·   ·  in
GET    /video/{trial_key}/                           302 200 200 200 200 200 200 200
POST   /video/{trial_key}/                           302 422 422 422 422 422 422 422
GET    /structure/visio/                              ·   ·   ·  403 200  ·   ·  in
POST   /structure/visio/                              ·   ·   ·  403 302  ·   ·  in
GET    /salle/{room}/                                200  ·  200  ·   ·   ·   ·  in
POST   /api/v1/rooms/{room}/stays                    201  ·  201  ·   ·   ·   ·  401
GET    /api/v1/rooms/{room}/events/{ticket}          200  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/signals                  201  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/seen                     200  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/lines                    201  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/leave                    204  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/opinion                  204  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/guests/{guest}/admit      ·   ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/guests/{guest}/remove     ·   ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/call                      ·   ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/end                       ·   ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rooms/{room}/parts                     ·   ·   ·   ·   ·   ·   ·  401
DELETE /api/v1/rooms/{room}/parts                     ·   ·   ·   ·   ·   ·   ·  401
PUT    /api/v1/rooms/{room}/guests/{guest}/part       ·   ·   ·   ·   ·   ·   ·  401
GET    /api/v1/rehearsals/{rehearsal}                200  ·  200  ·   ·   ·   ·  401
POST   /api/v1/rehearsals/{rehearsal}/step           403  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/rehearsals/{rehearsal}/employer       200  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/rehearsals/{rehearsal}/advice         403  ·  200  ·   ·   ·   ·  401
POST   /api/v1/rehearsals/{rehearsal}/questions      403  ·  200  ·   ·   ·   ·  401
PUT    /api/v1/rehearsals/{rehearsal}/questions/{asked}/notes  ·  ·  204  ·  ·  ·  ·  401
POST   /api/v1/rehearsals/{rehearsal}/retained       204  ·   ·   ·   ·   ·   ·  401
POST   /api/v1/rehearsals/{rehearsal}/end             ·   ·  204  ·   ·   ·   ·  401
POST   /api/v1/checks                                201 201  ·   ·   ·   ·   ·  401
GET    /api/v1/live                                  200 200 200 200 200 200 200 401
OPTIONS /api/v1/uploads                              204 204 204 204 204 204 204 401
POST   /api/v1/uploads                               201  ·   ·   ·   ·   ·   ·  401
HEAD   /api/v1/uploads/{upload}                      200  ·   ·   ·   ·   ·   ·  401
PATCH  /api/v1/uploads/{upload}                      204  ·   ·   ·   ·   ·   ·  401
DELETE /api/v1/uploads/{upload}                      204  ·   ·   ·   ·   ·   ·  401
"""

IN_DEMONSTRATION = """
GET    /ui/                                          200 200 200 200 200 200 200 200
GET    /demo/                                        200 200 200 200 200 200 200 200
GET    /demo/login/lea/                              302 302 302 302 302 302 302 302
GET    /demo/login/personne/                          ·   ·   ·   ·   ·   ·   ·   ·
"""


PASSWORD = dict.fromkeys(("password", "again"), "un fil et une aiguille")


class Route(NamedTuple):
    """One line of the table: a method, an address with names in braces, and what each person gets."""

    method: str
    path: str
    expected: dict[str, str]


def read(table: str) -> list[Route]:
    """The lines of a table, checked to name everybody."""
    routes = []
    for line in table.splitlines():
        words = line.split()
        if words and words[0] in (*METHODS, *OTHER_METHODS):
            method, path, *given = words
            expected = [HIDDEN if word == "·" else word for word in given]
            routes.append(Route(method, path, dict(zip(PEOPLE, expected, strict=True))))
    return routes


def headers(path: str, names: dict[str, str]) -> dict[str, str]:
    """What the address asks to be told besides."""
    if path.startswith("/api/v1/rooms/"):
        return {"Aufil-Stay": names["ticket"]}
    if not path.startswith("/api/v1/uploads"):
        return {}
    named = b64encode(names["upload"].encode()).decode()
    sent = {"Upload-Metadata": f"file {named}", "Upload-Length": "100000", "Upload-Offset": "0"}
    return {**sent, "Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


def hours_and_offers() -> dict[str, Any]:
    """A stretch, a day that differs, a kind, the rules, a place, a day to copy: each form takes its own."""
    hours = {"weekdays": "6", "starts": "18:00", "ends": "19:00", "modes": "phone", "every_weeks": "1"}
    day = due_day().isoformat()
    days = {"from_on": day, "day": day, "what": "plus", "uid": str(uuid4())}
    kind = {"name": "Point", "nature": "interview", "minutes": "30"}
    rules = {"notice_minutes": "60", "horizon_days": "14", "staff_horizon_days": "365"}
    rules |= {
        "change_minutes": "60",
        "hold_minutes": "60",
        "pause_minutes": "0",
        "lounge_before": "15",
        "lounge_after": "30",
    }
    return {**hours, **days, **kind, **rules, "source": "0", "target": "5"}


def body(method: str, path: str) -> dict[str, Any] | list[Any]:
    """What a person would send there, so that only *who* decides the answer."""
    message = {"id": str(uuid4()), "text": "bonjour"}
    if path == "/fil/{thread}/entretien/":
        return {"script": "stage", "employer": "staff", "way": "plain"}
    if path.startswith("/fil/"):
        reason = "Une plainte reçue par courrier"
        more = {"sign": "👍", "on": "yes", "title": "Club", "silence": "day"}
        due = {"due_on": due_day().isoformat(), "often": "once", "days": "7"}
        return {**message, **more, **due, "seen": "1", "outcome": "reached", "reason": reason}
    if path.startswith("/mes-jeunes/{young}/"):
        return about_a_young_person()
    if path.startswith(("/absences/", "/structure/equipe/{staff}/absence/")):
        return {"starts_on": "2040-01-02", "ends_on": "2040-01-06"}
    if path.startswith(("/agenda/ouvertures/", "/structure/rendez-vous/", "/structure/endroits/")):
        return hours_and_offers()
    if path.startswith("/structure/lieux/"):
        return {"name": "Permanence de Vihiers"}
    if path.startswith("/structure/equipe/{staff}/"):
        return {"role": "pilot", "ends_on": "2040-01-02"}
    return {
        "/groupes/nouveau/": {"title": "Club du mardi"},
        "/mes-jeunes/nouveau/": {"first_name": "Lou", "last_name": "Petit"},
        "/structure/equipe/ajouter/": {
            "first_name": "Lou",
            "last_name": "Petit",
            "email": "lou@exemple.fr",
            "roles": "counsellor",
        },
        "/structure/reglages/": {
            "name": "ML",
            "formality": "vous",
            "rhythm_days": 7,
            "keep_former_texts_days": 90,
            "keep_files_days": 120,
            "timezone": "Europe/Paris",
            "region": "FR",
        },
        "/structure/visio/": {"way": "ours", "link": ""},
        "/structure/sms/": {
            "price": "4,5",
            "screen_minutes": "2",
            "push_minutes": "240",
            "message_days": "1",
            "together_minutes": "3",
            "quiet_from": "20:00",
            "quiet_until": "08:00",
        },
        "/structure/sms/essai/": {"phone": "06 12 34 56 78"},
        "/structures/nouvelle/": {
            "name": "ML du Bocage",
            "department": "61",
            "email": "dir@exemple.fr",
            "first_name": "Lou",
            "last_name": "Petit",
        },
        "/agenda/calendriers/flux/": {"label": "Mon téléphone", "draft": uuid4().hex},
        "/agenda/calendriers/ailleurs/": {"name": "Perso", "address": "https://exemple.fr/a.ics"},
        "/mon-role/": {"role": "counsellor:cholet"},
        "/entrer/": {"code": "K7MP-4XRT"},
        "/mon-code/": {"code": "4711"},
        "/mes-jeunes/{lea}/telephone/confirmer/": {"number": "42"},
        "/mes-jeunes/{lea}/telephone/papier/": {"days": 14},
        "/connexion/": {"address": "quelqu-un@exemple.fr"},
        "/equipe/mot-de-passe/oublie/": {"email": "quelqu-un@exemple.fr"},
        "/equipe/lien/{kind}/{invitation}/": PASSWORD,
        "/equipe/securite/mot-de-passe/": PASSWORD,
        "/importer/{intake}/colonnes/": {"c0": "last_name", "c1": "first_name"},
        "/api/v1/outbox": {"waiting": 0},
        "/api/v1/push": BrowserKeys("https://fcm.googleapis.com/fcm/send/x").shape,
        "/notifications/": {"alerts": "digest"},
        "/notifications/reprendre/": {"address": 1},
        "/api/v1/people": {"first_name": "Lou", "last_name": "Petit"},
        "/api/v1/threads": {"title": "Club", "participants": []},
        "/api/v1/threads/{thread}/entries/batch": [message],
        "/api/v1/threads/{thread}/read": {"seq": 1},
        "/api/v1/threads/{group}": {"title": "Club"},
        "/api/v1/threads/{group}/mute": {},
        "/api/v1/threads/{group}/members": {"person": str(uuid4())},
        "/api/v1/threads/{group}/entries/{said}/hiding": {"reason": "Trop personnel"},
        "/api/v1/appointments": {
            "id": str(uuid4()),
            "kind": "{kind_of}",
            "mode": "site",
            "counsellor": "{staff}",
            "starts_at": meeting_at(3).isoformat(),
            "young": "{lea}",
            "place": "{place}",
        },
        "/rendez-vous/{appointment}/repondre/": {"answer": "comes"},
        "/api/v1/appointments/{appointment}": {"note": "Venez avec votre CV"},
        "/api/v1/appointments/{appointment}/cancel": {},
        "/api/v1/appointments/{appointment}/answer": {"answer": "comes", "young": "{lea}"},
        "/api/v1/appointments/{appointment}/attendance": {"outcome": "excused", "young": "{lea}"},
        "/api/v1/appointments/{session}/seats": {"young": "{lea}"},
        "/api/v1/rooms/{room}/stays": {"id": str(uuid4()), "tab": str(uuid4()), "take_over": True},
        "/api/v1/rooms/{room}/signals": {"id": str(uuid4()), "to": "{page}", "kind": "offer"},
        "/api/v1/rooms/{room}/seen": {},
        "/api/v1/rooms/{room}/parts": {"count": 2},
        "/api/v1/rooms/{room}/guests/{guest}/part": {"part": 0},
        "/api/v1/rooms/{room}/opinion": {"answer": "good"},
        "/entretien/{rehearsal}/": {"do": "swap"},
        "/entretien/{rehearsal}/notes/": {"do": "save", "strong": "Claire."},
        "/structure/entretiens/ajouter/": {"title": "Vente", "questions": "Pourquoi ?"},
        "/structure/entretiens/{questions}/": {"title": "Service", "questions": "Pourquoi ?"},
        "/api/v1/rehearsals/{rehearsal}/step": {"from": 1, "to": 2},
        "/api/v1/rehearsals/{rehearsal}/employer": {"employer": "staff"},
        "/api/v1/rehearsals/{rehearsal}/advice": {"number": 1},
        "/api/v1/rehearsals/{rehearsal}/questions": {"id": str(uuid4()), "text": "Pourquoi ici ?"},
        "/api/v1/rehearsals/{rehearsal}/questions/{asked}/notes": {"well": "Claire."},
        "/api/v1/rehearsals/{rehearsal}/retained": {"text": "Sourire."},
        "/api/v1/rehearsals/{rehearsal}/end": {},
        "/api/v1/checks": {"result": "ready"},
    }.get(path, message)


def meeting_at(days: int) -> datetime:
    """An hour people meet at, in so many days."""
    return (clock.now() + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)


def due_day() -> date:
    """When what Camille asks Léa for is due."""
    return (clock.now() + timedelta(days=30)).date()


def about_a_young_person() -> dict[str, Any]:
    """Enough for every form of their page but the one that asks for a colleague."""
    today = clock.now().astimezone(ZoneInfo("Europe/Paris")).date().isoformat()
    situation = {"category": "school", "state": "current"}
    return {**situation, "languages": "français", "name": "Sa mère", "reason": "moved", "on": today}
