# expect: psgsh:SoftwareProduct-productOrigin sh:NodeConstraintComponent
# The code for “product origin” is not in the code list.
DELETE WHERE { <id/product/example> psg:productOrigin ?value } ;
INSERT DATA { <id/product/example> psg:productOrigin <codelist/product-origin/unknown> }
