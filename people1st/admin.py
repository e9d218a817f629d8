"""What the admin shows of the packages' tables."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from people1st import queue_admin
from people1st.staff import users

# Second factors are their owner's: nobody else looks at them. The mailboxes of allauth are not used.
for model in (Authenticator, EmailAddress):
    admin.site.unregister(model)
users.put_into(admin.site)
queue_admin.put_into(admin.site)
