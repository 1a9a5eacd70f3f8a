from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('editor', '0028_whose_page_theirs_is'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(
                condition=~Q(team_access='') & Q(state='editing'),
                fields=['wiki', 'title'],
                name='drafts_of_the_team_by_page',
            ),
        ),
    ]
