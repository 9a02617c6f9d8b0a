"""What can go wrong while a grant is carried out."""


class FollowUpError(Exception):
    """The step cannot be taken."""

    code = "follow_up_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class PaymentTooHighError(FollowUpError):
    """The payment is higher than the verified costs times the percentage of the grant."""

    code = "payment_too_high"


class RecoveryOrderError(FollowUpError):
    """Nothing can be paid to an organisation that is subject to a recovery order."""

    code = "recovery_order"


class NotGrantedError(FollowUpError):
    """The application has no grant to follow up."""

    code = "not_granted"
