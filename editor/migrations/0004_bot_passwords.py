from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0003_reverts'),
    ]

    operations = [
        migrations.AddField(
            model_name='wikicredential',
            name='bot_name',
            field=models.CharField(blank=True, default='', max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='wikicredential',
            name='bot_password',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='wikicredential',
            name='cookies',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
    ]
