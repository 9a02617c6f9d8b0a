"""What the rules refuse while a grant is carried out."""

from engine import RefusedError, Text


class FollowUpError(RefusedError):
    """The step cannot be taken."""

    code = "follow_up_error"
    text = Text("Steget kan inte tas som det står nu.", "The step cannot be taken as it stands now.")


class PaymentTooHighError(FollowUpError):
    """The payment is higher than the verified costs times the percentage of the grant."""

    code = "payment_too_high"
    text = Text(
        "Utbetalningen är högre än de godkända kostnaderna gånger stödets andel. Sänk beloppet.",
        "The payment is higher than the verified costs times the percentage of the grant. Lower the amount.",
    )


class RecoveryOrderError(FollowUpError):
    """Nothing can be paid to an organisation that is subject to a recovery order."""

    code = "recovery_order"
    text = Text(
        "Organisationen har ett återkrav som inte är betalt. Inget stöd kan betalas ut förrän det är reglerat.",
        "The organisation is subject to a recovery order. Nothing can be paid before it is settled.",
    )


class NotGrantedError(FollowUpError):
    """The application has no grant to follow up."""

    code = "not_granted"
    text = Text("Ansökan har inget stöd att följa upp.", "The application has no grant to follow up.")
