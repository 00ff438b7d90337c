from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='forgotten_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='bookings deleted'),
        ),
        migrations.AddField(
            model_name='event',
            name='invited_after',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='event',
            name='invited_later',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name='bookingtransition',
            name='because',
            field=models.CharField(choices=[('own_choice', 'Own choice'), ('full', 'There was no place left'), ('no_place', 'No place came free'), ('place_free', 'A place came free'), ('offer_accepted', 'The offer was accepted'), ('offer_expired', 'The offer was not answered in time'), ('manager', 'The manager decided'), ('no_answer', 'The manager did not answer in time'), ('moved', 'The workshop was moved'), ('event_cancelled', 'The workshop was cancelled'), ('organiser', 'The organiser decided'), ('team', 'A place was kept for the team'), ('walk_in', 'Came without booking'), ('undo', 'The cancellation was undone'), ('attendance', 'The attendance list was closed'), ('correction', 'The attendance was corrected')], max_length=16, verbose_name='because'),
        ),
    ]
