"""The team's addresses. Names without a module's prefix are those django-allauth looks for."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from aufil.signin.staff.views import entrance, passwords, security


class LinkKind(StringConverter):
    """The two sorts of links by which a password is chosen."""

    regex = "invitation|oubli"


register_converter(LinkKind, "link_kind")

urlpatterns = [
    path("connexion/", entrance.login, name="account_login"),
    path("connexion/cle/", entrance.passkey, name="mfa_login_webauthn"),
    path("connexion/seconde-preuve/", entrance.second_proof, name="mfa_authenticate"),
    path("connexion/annuaire/", entrance.to_directory, name="directory"),
    path("connexion/annuaire/retour/", entrance.from_directory, name="directory_back"),
    path("mot-de-passe/oublie/", passwords.forgotten, name="forgotten"),
    path("mot-de-passe/lien-envoye/", passwords.link_sent, name="link_sent"),
    path("lien/<link_kind:kind>/<str:token>/", passwords.by_link, name="password_link"),
    path("securite/", security.index, name="mfa_index"),
    path("securite/mot-de-passe/", passwords.change, name="account_change_password"),
    path("securite/application/", security.add_application, name="mfa_activate_totp"),
    path("securite/cle/", security.add_passkey, name="mfa_add_webauthn"),
    path("securite/<int:pk>/retirer/", security.remove, name="remove_factor"),
    path("securite/codes/", security.codes, name="mfa_view_recovery_codes"),
    path("securite/codes/nouveaux/", security.new_codes, name="mfa_generate_recovery_codes"),
    path("securite/toute-l-equipe/", security.for_all, name="two_proofs_for_all"),
    path("securite/perdue/<uuid:uid>/", security.lost, name="lost_factors"),
    path("securite/c-est-moi/", security.prove_again, name="prove_again"),
    path("securite/c-est-moi/mot-de-passe/", security.prove_by_password, name="account_reauthenticate"),
    path("securite/c-est-moi/code/", security.prove_by_code, name="mfa_reauthenticate"),
    path("securite/c-est-moi/cle/", security.prove_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("securite/se-reconnecter/", entrance.come_in_again, name="come_in_again"),
]
