from django.db import migrations, models

import core.streamfield


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0002_bookings_are_forgotten'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaignpage',
            name='dates',
            field=core.streamfield.BlocklessStreamField(blank=True, default=[], help_text='Dates that belong to it as well, whatever the workshop and the day.', verbose_name='single dates'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='campaignpage',
            name='shows_all',
            field=models.BooleanField(default=False, help_text='Also show dates of other workshops in these days.', verbose_name='all workshops of these days'),
        ),
    ]
