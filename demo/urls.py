"""The sign-in page of the demo; under /account/demo/, only where DEMO=1."""

from django.urls import path

from demo.views import sign_in

urlpatterns = [path("account/demo/", sign_in, name="demo-login")]
