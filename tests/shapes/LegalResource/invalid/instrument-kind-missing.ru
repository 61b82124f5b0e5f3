# expect: psgsh:LegalResource-instrumentKind sh:MinCountConstraintComponent
# The instrument has no code for “instrument kind”.
DELETE WHERE { <id/regulation/example> psg:instrumentKind ?value }
