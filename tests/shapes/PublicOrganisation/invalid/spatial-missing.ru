# expect: psgsh:PublicOrganisation-spatial sh:MinCountConstraintComponent
# The organisation has no area.
DELETE WHERE { <id/organisation/example> dct:spatial ?value }
