"""Places, offices and the people at them; citizens; codes that let people in; shares of single rows."""

from doudi.accounts.api_token import ApiToken, TokenScope
from doudi.accounts.models.account import Account, AccountKind, OutsideIdentity, RecoveryCode, SecondFactor
from doudi.accounts.models.citizen import Attempt, Citizen, Code, CodePurpose
from doudi.accounts.models.patterns import BEGINS
from doudi.accounts.models.places import Office, Place, Share
from doudi.accounts.models.staff import Officer, Post

__all__ = [
    "BEGINS",
    "Account",
    "AccountKind",
    "ApiToken",
    "Attempt",
    "Citizen",
    "Code",
    "CodePurpose",
    "Office",
    "Officer",
    "OutsideIdentity",
    "Place",
    "Post",
    "RecoveryCode",
    "SecondFactor",
    "Share",
    "TokenScope",
]
