# expect: psgsh:Change-title sh:MinCountConstraintComponent
# The change does not say what it did.
DELETE WHERE { <id/change/1> dct:title ?title }
