from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0026_reverts_without_moment'),
    ]

    operations = [
        migrations.AlterField(
            model_name='draftversion',
            name='reason',
            field=models.CharField(choices=[('opened', 'Opened'), ('typing', 'While typing'), ('other-tab', 'From another tab or device'), ('signed-out', 'From a page whose sign-in had expired'), ('restore', 'Before another version was restored'), ('put-in', 'Before a text from elsewhere was put in'), ('undo', 'Before a merged passage was undone, or taken in again'), ('rebase', 'Before it was moved onto a newer revision'), ('publish', 'Before publishing'), ('conflict', 'When it collided'), ('discard', 'Before it was discarded'), ('hand-over', 'When the pen changed hands'), ('without-pen', 'Typed without having the pen'), ('passage', 'One passage, written by hand at the collision desk')], max_length=20),
        ),
    ]
