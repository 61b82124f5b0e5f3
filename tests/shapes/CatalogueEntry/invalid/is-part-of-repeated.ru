# expect: psgsh:CatalogueEntry-isPartOf sh:MaxCountConstraintComponent
# The catalogue entry names two things where one is allowed: “catalogue”.
INSERT DATA { <id/workflow/example> dct:isPartOf <id/catalogue/second> }
