"""What of the packages' own tables the admin shows."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

# Second factors are their owner's: nobody else looks at them. Mailboxes of allauth's are not used.
for model in (Authenticator, EmailAddress):
    admin.site.unregister(model)
