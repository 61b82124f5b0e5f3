# expect: psgsh:Stack-fictional sh:MinCountConstraintComponent
# The stack does not answer “fictional”.
DELETE WHERE { <id/stack/example> psg:fictional ?value }
