# expect: psgsh:LegalResource-instrumentStatus sh:MinCountConstraintComponent
# The instrument has no code for “instrument status”.
DELETE WHERE { <id/regulation/example> psg:instrumentStatus ?value }
