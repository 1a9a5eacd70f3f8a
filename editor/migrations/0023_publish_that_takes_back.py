from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0022_base_of_kept_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishattempt',
            name='is_of_draft',
            field=models.BooleanField(default=True),
        ),
    ]
