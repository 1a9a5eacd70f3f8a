from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0025_watching_untouched'),
    ]

    operations = [
        migrations.RemoveField(model_name='draftrevert', name='made_at'),
    ]
