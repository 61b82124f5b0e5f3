# expect: psgsh:LegalResource-title sh:MinCountConstraintComponent
# The instrument has no title.
DELETE WHERE { <id/regulation/example> dct:title ?value }
