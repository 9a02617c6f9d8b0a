"""The applicant's pages: applications in the making, their receipts and cases, and what the beneficiary does after."""
